import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
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
