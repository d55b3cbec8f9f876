import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Node process and all that it starts. */
export interface Tree {
  readonly exited: Promise<Exit>;
  /** The last lines it wrote, oldest first. */
  readonly lastLines: () => readonly string[];
  /** Asks it to end, and after the grace ends it. */
  stop(graceMs?: number): Promise<void>;
  /** Ends it at once. */
  readonly kill: () => void;
}

export interface TreeOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine?: (line: string) => void;
}

const KEPT_LINES = 60;
const GRACE_MS = 4_000;
const watchParent = new URL("./watch-parent.mjs", import.meta.url).href;

/**
 * Starts Node in a process group of its own. A Ctrl-C in the terminal thus reaches the stack alone, which then stops its
 * parts in order; and a group can be ended whole, with processes that we know nothing of.
 */
export function startTree(options: TreeOptions): Tree {
  const grouped = process.platform !== "win32";
  const child = spawn(process.execPath, ["--import", watchParent, ...options.args], {
    cwd: options.cwd,
    // Guarantee: names and strings; Next's types also ask for NODE_ENV, which the stack's environment sets.
    env: { ...options.env, GATEHOUSE_TREE: "1" } as Record<string, string> as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
    detached: grouped,
    windowsHide: true,
  });
  const lines: string[] = [];
  const take = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    options.onLine?.(line);
  };
  const drained = Promise.all([readLines(child.stdout, take), readLines(child.stderr, take)]);
  const exited = new Promise<Exit>((resolve) => {
    child.once("error", (error) => {
      take(error.message);
      resolve({ code: 1, signal: null });
    });
    child.once("exit", (code, signal) => {
      // What it wrote last is the most telling; a straggler that holds the pipe must not hold us, though.
      const waited = new Promise((done) => setTimeout(done, 500));
      void Promise.race([drained, waited]).then(() => resolve({ code, signal }));
    });
  });

  const send = (signal: "SIGTERM" | "SIGKILL"): void => {
    if (child.pid === undefined) return;
    if (!grouped) {
      spawnSync("taskkill", ["/T", "/F", "/PID", String(child.pid)]);
      return;
    }
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nobody is left.
    }
  };

  return {
    exited,
    lastLines: () => lines,
    kill: () => send("SIGKILL"),
    async stop(graceMs = GRACE_MS) {
      const timer = setTimeout(() => send("SIGKILL"), graceMs);
      send("SIGTERM");
      await exited;
      clearTimeout(timer);
      send("SIGKILL"); // Stragglers whose parent has ended.
    },
  };
}

function readLines(stream: Readable, take: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: stream, crlfDelay: Infinity }).on("line", take).once("close", resolve);
  });
}
