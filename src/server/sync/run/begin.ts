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
