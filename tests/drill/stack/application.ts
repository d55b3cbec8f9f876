import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** One process of the application. */
export interface Application {
  readonly port: number;
  /** Whether it still runs. */
  readonly alive: () => boolean;
  /** As a crash, or the system when memory is short: at once. */
  kill(): Promise<void>;
  /** As a process manager does: it finishes what is under way. */
  stop(): Promise<void>;
}

export interface ApplicationOptions {
  readonly env: Readonly<Record<string, string>>;
  /** How far its clock goes wrong. */
  readonly clockShiftMs?: number;
}

/** Bundles the application once: a process of it then starts in about a second. */
export async function bundleApplication(): Promise<{ readonly file: string; remove(): void }> {
  // Below node_modules, so that the packages are found from there; of its own name, since two may run at once.
  const file = path.join(root, "node_modules", ".cache", "gatehouse", `drill-${process.pid}.cjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, "..", "application", "main.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    // Clerk's package for Next loads in plain Node in this form alone.
    format: "cjs",
    define: { "import.meta.url": "bundleUrl" },
    banner: { js: `const bundleUrl = require("node:url").pathToFileURL(__filename).href;` },
    packages: "external",
    alias: { "@": root },
    logLevel: "error",
  });
  return { file, remove: () => rmSync(file, { force: true }) };
}

/** Starts a process of the application, and waits until it listens. */
export async function startApplication(
  file: string,
  { env, clockShiftMs = 0 }: ApplicationOptions,
  onLine: (line: string) => void,
): Promise<Application> {
  const child = spawn(process.execPath, [file, "serve", "0", String(clockShiftMs)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const last: string[] = [];
  createInterface(child.stderr).on("line", (line) => {
    last.push(line);
    if (last.length > 10) last.shift();
    onLine(line);
  });
  const port = await listening(child);
  if (port === null) throw new Error(`The application did not start:\n${last.join("\n")}`);
  const exited = once(child, "exit");
  let ending = false;
  const alive = (): boolean => !ending && child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    ending = true;
    child.kill(signal);
    await exited;
  };
  return { port, alive, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

async function listening(child: ChildProcess): Promise<number | null> {
  if (!child.stdout) throw new Error("The application's output is not read.");
  for await (const line of createInterface(child.stdout)) {
    const port = /^listening (\d+)$/.exec(line)?.[1];
    if (port) return Number(port);
  }
  return null;
}

/** A reconcile in a process of its own. */
export interface Reconcile {
  /** Whether it came to its end, and what it said. */
  readonly ended: Promise<{ readonly done: boolean; readonly said: string }>;
  kill(): Promise<void>;
}

export function startReconcile(file: string, env: Readonly<Record<string, string>>): Reconcile {
  const child = spawn(process.execPath, [file, "reconcile"], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => said.push(line));
  const closed = once(child, "close");
  return {
    ended: closed.then(() => ({ done: child.exitCode === 0, said: said.at(-1) ?? "" })),
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
