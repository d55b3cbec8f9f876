import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBuild } from "../../local/stack/build.ts";
import { findHolder } from "../../local/stack/lock.ts";
import { livenessPath } from "../../local/stack/next.ts";
import { startStack, type Stack } from "../../local/stack/start.ts";
import { startServer, type Server } from "./server.ts";

export const root = join(import.meta.dirname, "..", "..");
const dataDir = join(root, ".local", "bench");

/** The application as it is deployed, on the stand-ins. */
export interface World {
  /** Names the stand-ins to any program, as it does to the application. */
  readonly env: Readonly<Record<string, string>>;
  readonly appUrl: string;
  readonly clerkUrl: string;
  readonly clerkSecretKey: string;
  /** Where the local Clerk keeps the key that it signs with. */
  readonly clerkKeys: string;
  /** Owns the tables: row security does not hold for it. */
  readonly ownerUrl: string;
  /** Of PostgreSQL's first process. */
  readonly postgresPid: number;
  readonly application: Server;
  /** Waits until the application has heard of everybody and everything at Clerk. */
  drainWebhooks(): Promise<void>;
  stop(): Promise<void>;
}

/** A limit that nobody reaches; the limiter counts all the same. */
const roomy = { RATE_LIMIT_ADDRESS: "1000000000", RATE_LIMIT_PERSON: "1000000000" };

export interface WorldOptions {
  /** With the people and the work of the seed, rather than with nobody. */
  readonly seed?: boolean;
}

export async function startWorld(
  tell: (text: string) => void,
  { seed = false }: WorldOptions = {},
): Promise<World> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    const stack = await startStandIns(tell, seed);
    stops.push(stack.stop);
    tell("the production build");
    const { env } = stack;
    await ensureBuild({ root, env });
    const application = await startServer({
      args: nextStart(stack.appPort),
      cwd: root,
      env: { ...env, ...roomy, LOG_LEVEL: "warn" },
      port: stack.appPort,
      healthPath: livenessPath,
    });
    stops.push(() => application.stop());
    const { clerk, postgres } = stack;
    if (!clerk || !postgres) throw new Error("Nothing was given, so both stand-ins run.");
    const pidFile = join(dataDir, "postgres", "postmaster.pid");
    return {
      env,
      appUrl: stack.appUrl,
      clerkUrl: clerk.url,
      clerkSecretKey: clerk.secretKey,
      clerkKeys: join(dataDir, "clerk", "keys.json"),
      ownerUrl: postgres.ownerUrl,
      postgresPid: Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]),
      application,
      drainWebhooks: () => drain(clerk.url),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Arguments of Node that serve a Next build on localhost alone. */
export function nextStart(port: number): string[] {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  return [next, "start", "-p", String(port), "-H", "localhost"];
}

async function startStandIns(tell: (text: string) => void, seed: boolean): Promise<Stack> {
  // Another run's data, unless that run is still going: then the start below says so, and names it.
  if (!findHolder(dataDir)) rmSync(dataDir, { recursive: true, force: true });
  const before = process.env.NODE_ENV;
  // The local Clerk does not start in production, where measuring happens otherwise.
  Reflect.set(process.env, "NODE_ENV", "test");
  try {
    return await startStack({
      mode: "production",
      root,
      dataDir,
      given: {},
      seed,
      appPort: 3700,
      clerkPort: 4710,
      postgresPort: 54_700,
      retryFactor: 0.02,
      postgresSettings: { max_connections: "200", shared_buffers: "512MB" },
      onProgress: ({ part, text, done }) => done && tell(`${part}: ${text}`),
      onClerkLine: () => undefined,
    });
  } finally {
    Reflect.set(process.env, "NODE_ENV", before);
  }
}

async function drain(clerkUrl: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const response = await fetch(`${clerkUrl}/local/deliveries?limit=0`);
    // Guarantee: the shape is that of local/clerk/webhooks/routes.ts.
    const report = (await response.json()) as {
      pending: number;
      failed: number;
      lastError: unknown;
    };
    if (report.pending === 0 && report.failed === 0) return;
    if (Date.now() > deadline)
      throw new Error(`The application does not take its webhooks: ${JSON.stringify(report)}`);
    await sleep(50);
  }
}
