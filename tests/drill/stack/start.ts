import {
  bundleApplication,
  startApplication,
  startReconcile,
  type Application,
  type Reconcile,
} from "./application.ts";
import { startClerk, type Clerk } from "./clerk.ts";
import { startDatabase, type Database } from "./database.ts";
import { startFront, type Front } from "./front.ts";
import { startWire, type Wire } from "./wire.ts";

/** How the application's processes are started for a fault. */
export interface Arrangement {
  readonly processes?: number;
  readonly clockShiftMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Clerk → front → processes of the application → wire → Postgres; each link can be made to fail. */
export interface Stack {
  readonly database: Database;
  readonly wire: Wire;
  readonly front: Front;
  readonly clerk: Clerk;
  /** The processes that run, at least one. */
  applications(): readonly Application[];
  /** Starts the processes as they shall be; those that already are stay. */
  arrange(arrangement: Arrangement): Promise<void>;
  /** Starts anew what has died. */
  revive(): Promise<void>;
  startReconcile(): Reconcile;
  /** What the processes logged since the last call. */
  takeLog(): string[];
  close(): Promise<void>;
}

export async function startStack(onProgress: (text: string) => void): Promise<Stack> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.reverse()) await one();
  };
  try {
    onProgress("the database");
    const database = await startDatabase();
    closers.push(() => database.drop());
    const wire = await startWire(database.port());
    closers.push(() => wire.close());
    const front = await startFront();
    closers.push(() => front.close());
    onProgress("the local Clerk");
    const clerk = await startClerk(`${front.url}/api/webhooks/clerk`, front.url);
    closers.push(() => clerk.close());
    onProgress("the application");
    const bundle = await bundleApplication();
    closers.push(() => bundle.remove());

    let lines: string[] = [];
    let running: Application[] = [];
    let arranged: Arrangement = {};
    let started = "";
    closers.push(async () => {
      await Promise.all(running.map((one) => one.kill()));
    });
    const environment = (): Record<string, string> => ({
      ...clerk.env(),
      NODE_ENV: "production",
      ALLOW_DEVELOPMENT_KEYS: "1",
      ALLOW_BEARER_WITHOUT_AZP: "1",
      APP_URL: front.url,
      DATABASE_URL: database.loginUrl(wire.port),
      DATABASE_POOL_MAX: "6",
      RATE_LIMIT_PERSON: "1000000",
      LOG_LEVEL: "info",
      ...arranged.env,
    });
    const startOne = (): Promise<Application> =>
      startApplication(
        bundle.file,
        { clockShiftMs: arranged.clockShiftMs, env: environment() },
        (line) => lines.push(line),
      );
    const fill = async (): Promise<void> => {
      running = running.filter((one) => one.alive());
      const missing = (arranged.processes ?? 1) - running.length;
      running.push(...(await Promise.all(Array.from({ length: Math.max(missing, 0) }, startOne))));
      front.targets = running.map(({ port }) => port);
    };
    const stack: Stack = {
      database,
      wire,
      front,
      clerk,
      applications: () => running,
      async arrange(arrangement) {
        const wanted = JSON.stringify([arrangement, clerk.env()]);
        arranged = arrangement;
        if (wanted !== started) {
          await Promise.all(running.map((one) => one.kill()));
          started = wanted;
        }
        await fill();
      },
      revive: fill,
      startReconcile: () => startReconcile(bundle.file, environment()),
      takeLog() {
        const taken = lines;
        lines = [];
        return taken;
      },
      close,
    };
    await stack.arrange({});
    return stack;
  } catch (error) {
    await close();
    throw error;
  }
}
