import { log } from "@/src/server/log";
import { runSync } from "./perform";
import { SyncBusy } from "./run";

/** One run at a time: another one waits for its turn, and looks so often whether it has come; milliseconds. */
const patience = 2_000;

/**
 * Begins the run in this process, and does not wait for its end. Where the process ends before the run does, the schedule's next
 * call goes on with it.
 */
export function beginRun(id: string): void {
  runSync(id).catch((error: unknown) => {
    if (error instanceof SyncBusy) setTimeout(() => beginRun(id), patience).unref();
    else log.error({ error, runId: id }, "a run that was asked for could not begin");
  });
}

/**
 * The same, waiting for the end where it is near: a run of one subject takes a moment. One that takes longer, or waits for another's
 * end, goes on by itself, and its row says how far it is.
 * @param atMost milliseconds
 */
export async function beginShortRun(id: string, atMost: number): Promise<void> {
  const ended = runSync(id).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof SyncBusy) beginRun(id);
      else log.error({ error, runId: id }, "a run that was asked for could not begin");
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, atMost);
  });
  await Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
