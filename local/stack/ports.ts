import { createServer } from "node:net";
import { PartFailure } from "./failure.ts";

export interface Ports {
  app: number;
  clerk: number;
  postgres: number;
}

export const defaultPorts: Ports = { app: 3000, clerk: 4010, postgres: 54329 };

const TRIES = 100;

/** The preferred ports, or for each that is busy the next free one. All are chosen at once: a build inlines public addresses. */
export async function choosePorts(preferred: Ports): Promise<Ports> {
  const taken = new Set<number>();
  const app = await nextFree(preferred.app, taken);
  const clerk = await nextFree(preferred.clerk, taken);
  const postgres = await nextFree(preferred.postgres, taken);
  return { app, clerk, postgres };
}

async function nextFree(preferred: number, taken: Set<number>): Promise<number> {
  for (let port = preferred; port < preferred + TRIES && port <= 65_535; port++) {
    if (!taken.has(port) && (await isFree(port))) {
      taken.add(port);
      return port;
    }
  }
  throw new PartFailure(
    "ports",
    `no free port from ${preferred} on`,
    "Choose others by PORT, CLERK_PORT and POSTGRES_PORT.",
  );
}

/**
 * Asks each address that something could listen on: a server bound to every address leaves the loopback ones bindable on
 * some systems, and one bound to ::1 leaves 127.0.0.1 free.
 */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no such address, so nobody listens on it either.
      resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT");
    });
    server.listen({ port, host, ipv6Only: host === "::1", exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/** Reads a preferred port from a variable. @throws PartFailure */
export function readPort(name: string, value: string | undefined, fallback: number): number {
  if (!value) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new PartFailure("ports", `${name} is not a port number`, `Set ${name} to 1 to 65535.`);
}
