import { RunId } from "@/src/access/ids";
import type { Db } from "@/src/server/db/handle";
import { beginShortRun } from "@/src/server/sync/run/begin";

/** Milliseconds that the answer waits for the run's end: one of a single subject seldom takes so long. */
const patience = 4_000;

interface Gate {
  readonly db: Db<"admin">;
  readonly afterCommit: (work: () => void | Promise<void>) => void;
}

/**
 * Reads one person or organization from Clerk, and brings the mirror to it: a reconcile of that subject, kept among the runs with
 * what it found.
 */
export async function resynchronize({ db, afterCommit }: Gate, id: string) {
  const run = await db.inbox.ask({ kind: "reconcile", scope: id, dryRun: false, confirmed: false });
  afterCommit(() => beginShortRun(run, patience));
  return { id, runId: RunId.parse(run) };
}
