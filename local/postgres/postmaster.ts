import { spawn, spawnSync } from "node:child_process";
import { closeSync, fstatSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandFor } from "./account.ts";
import { executable } from "./binaries.ts";
import type { Place } from "./place.ts";

export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** What the server writes about itself into its data folder, while it runs or after it was killed. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid: Math.abs(pid), port, ready: lines[7] === "ready" };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // what kill throws
  }
}

/** Whether that process can be a PostgreSQL: after a restart of the machine the number may be anybody's. */
async function mayBePostgres(pid: number): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "postgres");
  return command.includes("postgres");
}

/** Removes the file of a server that is gone, which else might keep a new one from starting. */
export async function forgetDead(data: string): Promise<Postmaster | undefined> {
  const found = await readPostmaster(data);
  if (found === undefined) return undefined;
  if (isAlive(found.pid) && (await mayBePostgres(found.pid))) return found;
  await rm(path.join(data, "postmaster.pid"), { force: true });
  return undefined;
}

export type Launch = { pid: number } | { failed: "port" | "other"; log: string };

/**
 * Starts the server in a session of its own, so that Ctrl-C in the terminal reaches us and not it, and waits until it
 * takes connections.
 */
export async function launch(place: Place, port: number, logFile: string): Promise<Launch> {
  const log = openSync(logFile, "a", 0o600);
  const logStart = fstatSync(log).size;
  let ended = false;
  // Of two servers started on one folder at once, one must not be taken for the other.
  let expected: number | undefined;
  if (process.platform === "win32") {
    // pg_ctl gives up administrator rights, with which the server refuses to run.
    const args = ["start", "-D", place.data, "-o", `-p ${port}`, "-l", logFile, "-W", "-s"];
    closeSync(log);
    const control = commandFor(place.account, executable(place.binaries, "pg_ctl"), args);
    const done = spawnSync(control.file, control.args, { ...control.options, stdio: "ignore" });
    ended = done.status !== 0;
  } else {
    const command = commandFor(place.account, executable(place.binaries, "postgres"), [
      "-D",
      place.data,
      "-p",
      String(port),
    ]);
    const child = spawn(command.file, command.args, {
      ...command.options,
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    expected = child.pid;
    child.once("error", () => (ended = true));
    child.once("exit", () => (ended = true));
    child.unref();
  }
  const deadline = Date.now() + 60_000;
  while (!ended && Date.now() < deadline) {
    const found = await readPostmaster(place.data);
    if (found?.ready && found.port === port && found.pid === (expected ?? found.pid)) {
      return { pid: found.pid };
    }
    await sleep(10);
  }
  const text = (await readFile(logFile).catch(() => Buffer.alloc(0)))
    .subarray(logStart)
    .toString("utf8");
  return {
    failed: text.includes("could not create any TCP/IP sockets") ? "port" : "other",
    log: text,
  };
}

/** Stops it cleanly: clients are cut off, everything committed is on disk, and no recovery is needed next time. */
export async function shutDown(place: Place, pid: number): Promise<void> {
  if (process.platform === "win32") {
    const args = ["stop", "-D", place.data, "-m", "fast", "-s"];
    const control = commandFor(place.account, executable(place.binaries, "pg_ctl"), args);
    spawnSync(control.file, control.args, { ...control.options, stdio: "ignore" });
    return;
  }
  signal(pid, "SIGINT");
  if (await gone(place.data, pid, 15_000)) return;
  signal(pid, "SIGQUIT");
  if (await gone(place.data, pid, 5_000)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop. End it by hand: kill -QUIT ${pid}`);
}

export function signal(pid: number, name: "SIGINT" | "SIGQUIT"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // what kill throws
  }
}

async function gone(data: string, pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    // A child of ours lingers in the process table until Node collects it; its file goes first.
    if (!isAlive(pid) || (await readPostmaster(data)) === undefined) return true;
    await sleep(10);
  }
  return false;
}
