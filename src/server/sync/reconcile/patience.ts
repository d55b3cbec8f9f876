import { setTimeout as sleep } from "node:timers/promises";
import { callClerk, ClerkFault, type ClerkAnswer, type ClerkCall } from "@/src/server/clerk/api";

export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** Answers that fail, one after another, before it is given up. */
  readonly tries?: number;
  /** Told before each wait, milliseconds. */
  readonly onWait?: ((wait: number, fault: ClerkFault) => void) | undefined;
}

/** Asks Clerk for something, and asks again where that makes sense. @throws ClerkFault */
export type Ask = (call: Omit<ClerkCall, "method" | "signal">) => Promise<ClerkAnswer>;

const firstBackoff = 500;
const longestBackoff = 15_000;
const slowest = 2_000;

/**
 * Reads of one run, one at a time. After 429 it waits as long as Clerk says, and asks at a slower pace from then on, which
 * quickens again with every answer. After 5xx, a time-out or an answer that cannot be read it waits longer each time.
 */
export function patientAsk({ signal, tries = 8, onWait }: Patience): Ask {
  let pause = 0;
  const attempt = async (call: Parameters<Ask>[0]): Promise<ClerkAnswer> => {
    if (pause >= 1) await wait(pause, signal);
    const answer = await callClerk({ ...call, method: "GET", signal });
    pause = pause < 5 ? 0 : pause * 0.9;
    return answer;
  };
  return async (call) => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await attempt(call);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof ClerkFault) || error.kind === "refused" || failures >= tries)
          throw error;
        if (error.kind === "rate_limited") pause = Math.min(slowest, Math.max(20, pause * 2));
        const backoff = Math.min(longestBackoff, firstBackoff * 2 ** (failures - 1));
        const time = error.retryAfter === null ? backoff : error.retryAfter * 1000;
        onWait?.(time, error);
        await wait(time, signal);
      }
    }
  };
}

async function wait(time: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(time, undefined, { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}
