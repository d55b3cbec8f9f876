import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const Holder = z.object({
  pid: z.number().int().positive(),
  startedAt: z.number(),
  /** Null until the ports are chosen. */
  url: z.string().nullable(),
});
export type Holder = z.infer<typeof Holder>;

/** Another process works with the same data. */
export class AlreadyRunning extends Error {
  override readonly name = "AlreadyRunning";
  constructor(readonly holder: Holder) {
    super(
      holder.url
        ? `Gatehouse is already running here: ${holder.url} (process ${holder.pid}).`
        : `Gatehouse is already being started here (process ${holder.pid}).`,
    );
  }
}

export interface Lock {
  /** Tells a second start where the first one is. */
  announce(url: string): void;
  release(): void;
}

/** One process at a time per data folder. @throws AlreadyRunning */
export function takeLock(dataDir: string): Lock {
  mkdirSync(dataDir, { recursive: true });
  const path = lockPath(dataDir);
  const mine: Holder = { pid: process.pid, startedAt: Date.now(), url: null };
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: "wx" });
      break;
    } catch (error) {
      if (!isExisting(error) || attempt > 3) throw error;
      const holder = findHolder(dataDir);
      if (holder) throw new AlreadyRunning(holder);
      rmSync(path, { force: true }); // Left behind by a process that is gone.
    }
  }
  return {
    announce: (url) => writeFileSync(path, JSON.stringify({ ...mine, url })),
    release: () => rmSync(path, { force: true }),
  };
}

/** The living process that holds the folder, if any. */
export function findHolder(dataDir: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(lockPath(dataDir), "utf8");
  } catch {
    return null;
  }
  const holder = Holder.safeParse(parseJson(text));
  return holder.success && isAlive(holder.data) ? holder.data : null;
}

function lockPath(dataDir: string): string {
  return join(dataDir, "running.json");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

/** The same process, not another that was given its number since. */
function isAlive({ pid, startedAt }: Holder): boolean {
  if (startedAt < Date.now() - uptime() * 1000 - 5_000) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return pid === process.pid || commandOf(pid).includes("node");
}

function commandOf(pid: number): string {
  // Windows gives numbers out again late, and has no ps.
  if (process.platform === "win32") return "node";
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    try {
      return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    } catch {
      return "";
    }
  }
}
