import { createServer, type RequestListener, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";

const ATTEMPTS = 10;

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on the loopback addresses and on nothing else: 127.0.0.1 and, where the machine has it, ::1, because
 * "localhost" may mean either.
 */
export async function listenOnLoopback(
  port: number,
  fetch: (request: Request) => Promise<Response>,
): Promise<Listening> {
  const listen = getRequestListener(fetch);
  const listener: RequestListener = (request, response) => void listen(request, response);
  for (let attempt = 1; ; attempt++) {
    const four = createServer(listener);
    const bound = await bind(four, port, "127.0.0.1");
    const six = createServer(listener);
    try {
      await bind(six, bound, "::1");
      return { port: bound, close: () => closeAll([four, six]) };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") {
        return { port: bound, close: () => closeAll([four]) };
      }
      await closeAll([four]);
      // Any port would do, and this one is taken on ::1 only: take another.
      if (port !== 0 || code !== "EADDRINUSE" || attempt === ATTEMPTS) throw error;
    }
  }
}

function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, ipv6Only: host === "::1" }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("not a TCP server"));
      else resolve(address.port);
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
