import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
import { log } from "@/src/server/log";
import { runSync } from "@/src/server/sync/run/perform";
import { SyncBusy } from "@/src/server/sync/run/run";
import { getRun } from "./list";
import type { OneRun, StartRun } from "./schema";

export async function askRun(db: Db<"admin">, input: z.infer<typeof StartRun>) {
  const id = await db.inbox.ask({ ...input, confirmed: false });
  return getRun(db, { id });
}

/** The same once more, past the limit of tombstones. @throws AppError conflict where it does not wait for that */
export async function confirmRun(db: Db<"admin">, input: z.infer<typeof OneRun>) {
  const { kind, scope, dryRun, status, error } = await getRun(db, input);
  if (status !== "stopped" || error !== "too_many_tombstones")
    throw new AppError("conflict", "This run does not wait to be confirmed.");
  const id = await db.inbox.ask({ kind, scope, dryRun, confirmed: true });
  return getRun(db, { id });
}

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
