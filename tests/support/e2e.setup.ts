import { createWriteStream, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { findBrowser } from "../../local/browser/find.ts";
import { ensureBuild } from "../../local/stack/build.ts";
import { PartFailure } from "../../local/stack/failure.ts";
import { findHolder } from "../../local/stack/lock.ts";
import { startNext, type RunningNext } from "../../local/stack/next.ts";
import { startStack, type Stack } from "../../local/stack/start.ts";
import type { Served } from "./e2e.served.ts";

const root = join(import.meta.dirname, "..", "..");
const dataDir = join(root, ".local", "e2e");
/** Away from those of `npm run dev`, so that both can run; the next free ones where these are busy. */
const ports = { appPort: 3300, clerkPort: 4310, postgresPort: 54_530 };

/** The tests are one address and a handful of people who call all the time; tests/e2e/limits.test.ts sets limits of its own. */
const roomy = { RATE_LIMIT_ADDRESS: "1000000000", RATE_LIMIT_PERSON: "1000000000" };

/**
 * A production build of the application, on the stand-ins, for the whole run. Each run starts from the seed; within it, what a
 * test changes it puts back, or makes under a name of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    project.provide("served", await start(stops));
    return stop;
  } catch (error) {
    await stop();
    throw describe(error);
  }
}

async function start(stops: (() => Promise<void> | void)[]): Promise<Served> {
  const since = Date.now();
  const tell = (text: string): void => {
    const seconds = ((Date.now() - since) / 1000).toFixed(0).padStart(3);
    process.stdout.write(`  ${seconds} s  ${text}\n`);
  };
  const browser = await findBrowser({ onProgress: tell });
  tell(`browser: ${browser.executablePath}`);

  // Another run's data, unless that run is still going: then the start below says so, and names it.
  if (!findHolder(dataDir)) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const logs = { clerk: join(dataDir, "clerk.log"), next: join(dataDir, "next.log") };
  const clerkLog = createWriteStream(logs.clerk);
  const nextLog = createWriteStream(logs.next);
  stops.push(
    () => void clerkLog.end(),
    () => void nextLog.end(),
  );

  const stack = await startStack({
    mode: "production",
    root,
    dataDir,
    given: {},
    ...ports,
    retryFactor: 0.02,
    postgresSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
    onProgress: ({ part, text, done }) => done && tell(`${part}: ${text}`),
    onClerkLine: (line) => clerkLog.write(`${line}\n`),
  });
  stops.push(stack.stop);

  tell("build: started");
  const built = await ensureBuild({
    root,
    env: stack.env,
    onLine: (line) => nextLog.write(`${line}\n`),
  });
  tell(`build: ${built === "built" ? "made" : "nothing has changed since the last one"}`);

  // The server's own calls are watched too: a line in its log for every address that is not this machine.
  const watch = new URL("./watch-connections.mjs", import.meta.url).href;
  const env = { ...stack.env, ...roomy, NODE_OPTIONS: `--import ${watch}` };
  const next = await startNext({
    command: "start",
    root,
    port: stack.appPort,
    env,
    onLine: (line) => nextLog.write(`${line}\n`),
  });
  // Read when everything has ended, so that nothing which the application did in the whole run is missed.
  stops.push(async () => {
    await next.stop();
    const left = linesOf(logs.next, /^OUTSIDE /);
    const [counted] = linesOf(logs.next, /^CONNECTIONS /).slice(-1);
    tell(`application: stopped; ${counted ?? "no count of its connections"}`);
    if (left.length > 0) throw new Error(`The application left this machine:\n${left.join("\n")}`);
  });
  tell(`application: ${stack.appUrl}`);
  await drain(stack, next);
  tell("webhooks: delivered");

  const { clerk, postgres } = stack;
  if (!clerk || !postgres) throw new Error("Nothing was given, so both stand-ins run.");
  return {
    root,
    appUrl: stack.appUrl,
    clerkUrl: clerk.url,
    clerkSecretKey: clerk.secretKey,
    clerkKeys: join(dataDir, "clerk", "keys.json"),
    databaseOwnerUrl: postgres.ownerUrl,
    env: { ...stack.env, ...roomy },
    logs,
    browser,
  };
}

function linesOf(log: string, pattern: RegExp): string[] {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => pattern.test(line));
}

/** Waits until the application has heard of everybody. */
async function drain(stack: Stack, next: RunningNext): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const response = await fetch(`${stack.clerk?.url}/local/deliveries?limit=0`);
    // Guarantee: the shape is that of local/clerk/webhooks/routes.ts.
    const report = (await response.json()) as {
      pending: number;
      failed: number;
      lastError: unknown;
    };
    if (report.pending === 0 && report.failed === 0) return;
    if (Date.now() > deadline) {
      const lines = next.lastLines().join("\n  | ");
      throw new Error(
        `The application does not take its webhooks: ${JSON.stringify(report)}\n  | ${lines}`,
      );
    }
    await sleep(100);
  }
}

/** The part, the advice and its last lines in one message: a runner shows little more than that. */
function describe(error: unknown): unknown {
  if (!(error instanceof PartFailure)) return error;
  const lines = error.lines.map((line) => `  | ${line}`).join("\n");
  return new Error(`${error.part}: ${error.message}\n${error.advice}\n${lines}`, { cause: error });
}
