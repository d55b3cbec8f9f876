import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { deploy } from "../../prisma/command/deploy.ts";
import { createLogin } from "../../prisma/command/login.ts";
import { EnvironmentError, parseEnv } from "../../src/env.ts";
import { clerkEnvironment, startLocalClerk, type LocalClerk } from "../clerk/server.ts";
import { startLocalPostgres, type LocalPostgres } from "../postgres/server.ts";
import { accounts, type Account } from "../seed/accounts.ts";
import { appEnvironment, appUrlOf, planStack, readGiven } from "./environment.ts";
import type { Mode, Plan, Variables } from "./environment.ts";
import { inPart, PartFailure, Stopped, type Part } from "./failure.ts";
import { takeLock } from "./lock.ts";
import { loginUrlOf } from "./login.ts";
import { choosePorts, defaultPorts } from "./ports.ts";
import { seedOnce } from "./seed.ts";

export interface Progress {
  readonly part: Part;
  readonly text: string;
  readonly done?: true;
}

export interface StackOptions {
  /** `dev`: the browser calls the local Clerk on its own port. `production`: through the application's own origin. */
  readonly mode: Mode;
  /** Keys, data and the lock: one stack at a time per folder. */
  readonly dataDir: string;
  /** Preferred ports; the next free one where one is busy. */
  readonly appPort?: number;
  readonly clerkPort?: number;
  readonly postgresPort?: number;
  /** The project's folder; the working directory by default. */
  readonly root?: string;
  /** What names services of one's own; by default the shell's variables and the .env files. `{}` stands in for everything. */
  readonly given?: Variables;
  /** False leaves the accounts and the example data out. */
  readonly seed?: boolean;
  /** Settings of the local PostgreSQL. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
  /** Scales the local Clerk's schedule of webhook retries. */
  readonly retryFactor?: number;
  /** Calls the start off; what had been started is stopped. */
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  /** A line of the local Clerk: an e-mail, a delivery that failed. */
  onClerkLine?(line: string): void;
}

export interface Stack {
  readonly plan: Plan;
  /** For the application's processes, over the environment they inherit. Holds secrets. */
  readonly env: Readonly<Record<string, string>>;
  readonly appPort: number;
  readonly appUrl: string;
  /** Empty where a real Clerk is used. */
  readonly accounts: readonly Account[];
  readonly clerk: LocalClerk | null;
  readonly postgres: LocalPostgres | null;
  /** What a person has to know or do. */
  readonly notes: readonly string[];
  /** Rejects with the failure when a part ends by itself; never resolves. */
  readonly broken: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts what the application stands on, as far as the environment does not name it already.
 * @throws PartFailure naming the part and what to do, AlreadyRunning, Stopped; nothing is then left running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataDir = resolve(options.root ?? process.cwd(), options.dataDir);
  const parts = new Parts();
  try {
    return await start({ ...options, dataDir }, parts);
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** What was started, to be stopped in the opposite order. */
class Parts {
  private readonly stops: (() => Promise<void> | void)[] = [];
  stopping = false;

  add(stop: () => Promise<void> | void): void {
    this.stops.push(stop);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (let last = this.stops.pop(); last; last = this.stops.pop()) await last();
  }
}

async function start(options: StackOptions, parts: Parts): Promise<Stack> {
  const { mode, dataDir, signal } = options;
  const root = options.root ?? process.cwd();
  const tell = (part: Part, text: string, done?: true): void =>
    options.onProgress?.({ part, text, done });
  const step = <T>(part: Part, advice: string, work: () => Promise<T>): Promise<T> => {
    if (signal?.aborted) throw new Stopped();
    return inPart(part, advice, work);
  };

  await step("environment", `Is ${dataDir} writable?`, async () => {
    mkdirSync(dataDir, { recursive: true });
  });
  const lock = takeLock(dataDir);
  parts.add(() => lock.release());
  const given = options.given ?? readGiven(root, mode);
  const plan = planStack(given);
  const notes: string[] = [];

  const preferred = options.appPort ?? defaultPorts.app;
  const ports = await step("ports", "See which programs listen, and stop one of them.", () =>
    choosePorts({
      app: preferred,
      clerk: options.clerkPort ?? defaultPorts.clerk,
      postgres: options.postgresPort ?? defaultPorts.postgres,
    }),
  );
  const appUrl = appUrlOf(ports.app);
  if (ports.app !== preferred)
    notes.push(`Port ${preferred} is busy; ${ports.app} is used instead.`);
  lock.announce(appUrl);

  let postgres: LocalPostgres | null = null;
  if (plan.database === "local") {
    tell("PostgreSQL", "starting");
    postgres = await step("PostgreSQL", startAgain, () =>
      startLocalPostgres({
        dataDir: join(dataDir, "postgres"),
        port: ports.postgres,
        onProgress: (text) => tell("PostgreSQL", text),
        settings: options.postgresSettings,
      }),
    );
    const server = postgres;
    parts.add(() => server.stop());
    tell("PostgreSQL", `on port ${postgres.port}`, true);
  }

  const ownerUrl = postgres?.ownerUrl ?? given["DATABASE_OWNER_URL"];
  const databaseUrl = postgres ? loginUrlOf(postgres.ownerUrl, dataDir) : given["DATABASE_URL"];
  if (!databaseUrl) throw new Error("planned for a given database without DATABASE_URL");
  if (ownerUrl) {
    tell("migrations", "applying");
    await step("migrations", "See `npm run db -- status`, and prisma/migrations.", async () => {
      await deploy({ ownerUrl, onProgress: (text) => tell("migrations", text) });
      // A role of one's own is one's own to change: `npm run db -- login`.
      if (postgres) await createLogin({ ownerUrl, loginUrl: databaseUrl });
    });
    tell("migrations", "up to date", true);
  } else {
    notes.push(
      "Your database is migrated by you: `npm run db -- deploy`, with DATABASE_OWNER_URL set.",
    );
  }

  let clerk: LocalClerk | null = null;
  if (plan.clerk === "local") {
    tell("local Clerk", "starting");
    clerk = await step("local Clerk", startAgain, () =>
      startLocalClerk({
        port: ports.clerk,
        dataDir: join(dataDir, "clerk"),
        appUrl,
        webhookUrl: `${appUrl}/api/webhooks/clerk`,
        retryFactor: options.retryFactor,
        log: (line) => options.onClerkLine?.(line),
      }),
    );
    const standIn = clerk;
    parts.add(() => standIn.close());
    tell("local Clerk", `on port ${clerk.port}`, true);
  } else {
    notes.push("You sign in with your own Clerk instance: there are no seeded accounts.");
  }

  const env = appEnvironment(given, {
    mode,
    appPort: ports.app,
    databaseUrl,
    clerk: clerk && clerkEnvironment(clerk, mode === "dev" ? "direct" : "proxy"),
  });
  checkEnvironment({ ...given, ...env });

  if (clerk && options.seed !== false) {
    const work = plan.database === "local";
    if (!work)
      notes.push("The accounts are seeded; your own database gets no example projects or posts.");
    const result = await step("seed", startAgain, () =>
      seedOnce({
        root,
        dataDir,
        env: { ...given, ...env },
        work,
        signal,
        onProgress: (text) => tell("seed", text),
      }),
    );
    if (result === "seeded") tell("seed", "example people and work", true);
  }
  if (signal?.aborted) throw new Stopped();

  return {
    plan,
    env,
    appPort: ports.app,
    appUrl,
    accounts: clerk && options.seed !== false ? accounts : [],
    clerk,
    postgres,
    notes,
    broken: watch(postgres, parts),
    stop: () => parts.stop(),
  };
}

const startAgain = "Start again; if it fails the same way, `npm run reset` begins afresh.";

/** The application checks it too; asked here, the answer comes before anything is built. */
function checkEnvironment(env: Variables): void {
  try {
    parseEnv(env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new PartFailure("environment", error.message, "Set these in .env.local or in the shell.");
  }
}

function watch(postgres: LocalPostgres | null, parts: Parts): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    void postgres?.ended.then(() => {
      if (parts.stopping) return;
      reject(new PartFailure("PostgreSQL", "the database ended by itself", startAgain));
    });
  });
  broken.catch(() => undefined); // Whoever does not wait for it must not be ended by it.
  return broken;
}
