import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PartFailure, Stopped } from "./failure.ts";
import { startTree, type Tree } from "./tree.ts";

export interface NextOptions {
  /** `dev` compiles as it goes; `start` serves what was built. */
  readonly command: "dev" | "start";
  readonly root: string;
  readonly port: number;
  /** The stack's environment; what the shell says is inherited under it. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface RunningNext {
  /** False when it answers, but with an error of its own. */
  readonly healthy: boolean;
  /** Rejects with the failure when it ends by itself; never resolves. */
  readonly broken: Promise<never>;
  readonly lastLines: () => readonly string[];
  stop(): Promise<void>;
  readonly kill: () => void;
}

/** Needs nothing but the process itself. */
export const livenessPath = "/api/health/live";

const ANSWER_MS = 120_000;
const advice = "See the lines above. `npm run check` finds faults in the code.";

/** Starts Next on localhost alone, and waits until it answers. @throws PartFailure, Stopped */
export async function startNext(options: NextOptions): Promise<RunningNext> {
  const next = join(options.root, "node_modules", "next", "dist", "bin", "next");
  const tree = startTree({
    args: [next, options.command, "-p", String(options.port), "-H", "localhost"],
    cwd: options.root,
    env: { ...process.env, ...options.env },
    onLine: options.onLine,
  });
  let stopping = false;
  const broken = tree.exited.then(({ code, signal }): never => {
    if (stopping) throw new Stopped();
    const how = signal ? `by ${signal}` : `with code ${code ?? "unknown"}`;
    throw new PartFailure("Next.js", `it ended ${how}`, advice, tree.lastLines());
  });
  broken.catch(() => undefined); // Whoever does not wait for it must not be ended by it.
  try {
    const status = await Promise.race([broken, waitForAnswer(options.port, tree, options.signal)]);
    return {
      healthy: status < 500,
      broken,
      lastLines: tree.lastLines,
      kill: tree.kill,
      stop() {
        stopping = true;
        return tree.stop();
      },
    };
  } catch (error) {
    stopping = true;
    await tree.stop();
    throw error;
  }
}

async function waitForAnswer(port: number, tree: Tree, signal?: AbortSignal): Promise<number> {
  const deadline = Date.now() + ANSWER_MS;
  while (Date.now() < deadline) {
    if (signal?.aborted) throw new Stopped();
    const status = await ask(port);
    if (status !== null) return status;
    await sleep(100);
  }
  throw new PartFailure("Next.js", "it does not answer", advice, tree.lastLines());
}

/** The status of the liveness address; null while nobody listens. */
function ask(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request({ host: "localhost", port, path: livenessPath, timeout: 60_000 });
    asked.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 500);
    });
    asked.once("timeout", () => asked.destroy());
    asked.once("error", () => resolve(null));
    asked.end();
  });
}
