import type { Fault, Result } from "./row.ts";
import { runFault } from "./row.ts";
import type { Stack } from "./stack/start.ts";

/** Faults one after another, each from a stack that is in order again. */
export async function runFaults(
  stack: Stack,
  chosen: readonly Fault[],
  onResult: (result: Result, done: number) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const fault of chosen) {
    const result = await runFault(stack, fault).catch((error: unknown) => broken(fault, error));
    results.push(result);
    onResult(result, results.length);
    await putInOrder(stack);
  }
  return results;
}

/** The fault itself could not be brought about, or nothing healed: that says nothing good of anything. */
function broken({ name, what }: Fault, error: unknown): Result {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    name,
    what,
    allowed: 0,
    refused: 0,
    deliveries: 0,
    attempts: 0,
    wrongAllows: [],
    lost: [],
    shutOut: [`the drill broke off: ${reason}`],
    note: "",
    seconds: 0,
  };
}

/** Every knob as it was. */
export async function putInOrder({ clerk, front, wire }: Stack): Promise<void> {
  Object.assign(front.faults, {
    status: null,
    failFirst: 0,
    cutBodies: 0,
    loseAnswers: 0,
    delayMs: 0,
    onDelivery: null,
  });
  Object.assign(wire.faults, { delayMs: 0, silent: false, atCommit: null });
  await clerk.backendApi({ condition: "up", delayMs: 0 });
  await clerk.webhooks({
    paused: false,
    concurrency: 1,
    timeoutMs: 15_000,
    retryFactor: null,
    chaos: { drop: 0, duplicate: 0, delayMinMs: 0, delayMaxMs: 0, reorderWindow: 0, burst: 0 },
  });
}

/** Whether the fault did no harm. */
export function isSound({ wrongAllows, lost, shutOut }: Result): boolean {
  return wrongAllows.length === 0 && lost.length === 0 && shutOut.length === 0;
}
