import { fork } from "node:child_process";
import { join } from "node:path";

/** What is asked for, again and again, by so many connections at once. */
export interface Load {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Tokens, dealt out among the connections; each connection bears its own in turn. */
  readonly bearers?: readonly string[];
  /** Asked for in turn by each connection, instead of the address's own path. */
  readonly paths?: readonly string[];
  readonly connections: number;
  /** Seconds; or so many requests in all. */
  readonly seconds?: number;
  readonly amount?: number;
  /** How every answer must begin and end in status; anything else fails the run. */
  readonly expectedStatus?: number;
  /** Text that every answer must hold. */
  readonly expectedText?: string;
  /** Text that no answer may hold. */
  readonly unwantedText?: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Answers that were not as expected, and requests without one. */
  readonly wrong: number;
  readonly example?: string;
}

/** Runs the load in a process of its own, so that making it takes nothing from what it measures but the machine. @throws when any answer is wrong */
export async function runLoad(load: Load): Promise<LoadResult> {
  const result = await tryLoad(load);
  if (result.wrong > 0)
    throw new Error(
      `${load.url}: ${result.wrong} wrong answers, such as ${result.example ?? "none at all"}`,
    );
  // Fewer seconds than a time-out takes.
  if (result.requests === 0) throw new Error(`${load.url}: no answer at all`);
  return result;
}

/** The same, and wrong answers are counted. */
export async function tryLoad(load: Load): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, "load-worker.ts"), {
    execArgv: ["--import", "tsx"],
  });
  try {
    return await new Promise<LoadResult>((resolve, reject) => {
      // Guarantee: load-worker.ts sends one message, a LoadResult.
      child.once("message", (message) => resolve(message as LoadResult));
      child.once("error", reject);
      child.once("exit", (code) =>
        reject(new Error(`the load generator ended with ${code ?? "a signal"}`)),
      );
      child.send(load);
    });
  } finally {
    child.kill();
  }
}
