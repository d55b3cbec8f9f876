import { isAbsolute, join, relative } from "node:path";
import { bannerLines } from "./banner.ts";
import { ensureBuild } from "./build.ts";
import { readGiven, type Mode } from "./environment.ts";
import { PartFailure, Stopped } from "./failure.ts";
import { AlreadyRunning } from "./lock.ts";
import { startNext, type RunningNext } from "./next.ts";
import { formatLine, makeOutput, type Output } from "./output.ts";
import { defaultPorts, readPort } from "./ports.ts";
import { onStopRequest } from "./signals.ts";
import { startStack, type Stack } from "./start.ts";
import { openTerminal, seconds, type Terminal } from "./terminal.ts";

export const root = join(import.meta.dirname, "..", "..");

/** Where keys and data are kept; LOCAL_DIR moves it. */
export function dataFolder(): string {
  const name = process.env["LOCAL_DIR"] || ".local";
  return isAbsolute(name) ? name : join(root, name);
}

/** `npm run dev` and `npm run preview`: everything on this machine, until somebody stops it. */
export async function run(mode: Mode): Promise<void> {
  const since = Date.now();
  const terminal = openTerminal(process.stdout);
  const abort = new AbortController();
  let stack: Stack | null = null;
  let next: RunningNext | null = null;

  const output = makeOutput(terminal);
  const requested = new Promise<never>((_, reject) => {
    onStopRequest({
      first(reason) {
        output.close();
        terminal.settle();
        terminal.line(`\n  ${reason}: stopping …`);
        abort.abort();
        reject(new Stopped());
      },
      again() {
        next?.kill();
        process.exit(130); // The database has a handler for this, and is told to end.
      },
    });
  });
  requested.catch(() => undefined);

  terminal.line();
  try {
    stack = await start(mode, terminal, output, abort.signal);
    next = await openNext(mode, terminal, output, abort.signal, stack);
    terminal.settle();
    const took = seconds(since);
    for (const line of bannerLines(terminal, { stack, root, dataDir: dataFolder(), took })) {
      terminal.line(line);
    }
    if (!next.healthy) warnUnhealthy(terminal, next);
    output.open();
    await Promise.race([requested, stack.broken, next.broken]);
  } catch (error) {
    output.close();
    terminal.settle();
    if (!(error instanceof Stopped)) {
      process.exitCode = 1;
      explain(terminal, error);
    }
  }
  await Promise.allSettled([next?.stop()]);
  await stack?.stop();
  if (abort.signal.aborted)
    terminal.line("  Stopped. Data are kept; `npm run reset` throws them away.\n");
  process.exit();
}

function start(
  mode: Mode,
  terminal: Terminal,
  output: Output,
  signal: AbortSignal,
): Promise<Stack> {
  const given = readGiven(root, mode);
  return startStack({
    mode,
    root,
    given,
    dataDir: dataFolder(),
    appPort: readPort("PORT", given["PORT"], defaultPorts.app),
    clerkPort: readPort("CLERK_PORT", given["CLERK_PORT"], defaultPorts.clerk),
    postgresPort: readPort("POSTGRES_PORT", given["POSTGRES_PORT"], defaultPorts.postgres),
    // Whoever mends a webhook handler need not wait five minutes for the third attempt.
    retryFactor: 0.1,
    signal,
    onProgress: (progress) => terminal.progress(progress),
    onClerkLine: (line) => output.take("clerk", line),
  });
}

async function openNext(
  mode: Mode,
  terminal: Terminal,
  output: Output,
  signal: AbortSignal,
  stack: Stack,
): Promise<RunningNext> {
  if (mode === "production") {
    terminal.progress({ part: "build", text: "comparing with the last one" });
    const result = await ensureBuild({
      root,
      env: stack.env,
      signal,
      onLine: (line) => {
        if (line.trim() !== "") terminal.progress({ part: "build", text: line.trim() });
      },
    });
    const text =
      result === "built" ? "made for production" : "nothing has changed since the last one";
    terminal.progress({ part: "build", text, done: true });
  }
  terminal.progress({ part: "Next.js", text: "starting" });
  return await startNext({
    command: mode === "dev" ? "dev" : "start",
    root,
    port: stack.appPort,
    env: stack.env,
    signal,
    onLine: (line) => output.take("next", line),
  });
}

function warnUnhealthy(terminal: Terminal, next: RunningNext): void {
  terminal.line(`  ${terminal.style("yellow", "!")} The application answers, but with an error:`);
  for (const line of next.lastLines()) terminal.line(formatLine(terminal, "next", line));
}

function explain(terminal: Terminal, error: unknown): void {
  const sign = terminal.style("red", "✗");
  if (error instanceof AlreadyRunning) {
    terminal.line(`  ${sign} ${error.message}`);
    terminal.line("    Use that one, or stop it with Ctrl-C in its terminal.\n");
    return;
  }
  if (!(error instanceof PartFailure)) {
    terminal.line(
      `  ${sign} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return;
  }
  for (const line of error.lines) terminal.line(formatLine(terminal, "", line));
  terminal.line(`  ${sign} ${terminal.style("bold", error.part)}: ${error.message}`);
  terminal.line(`    ${error.advice}\n`);
}

/** For messages: the data folder as one would type it. */
export function shownFolder(): string {
  return relative(root, dataFolder()) || dataFolder();
}
