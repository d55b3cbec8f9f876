import { randomUUID } from "node:crypto";
import { AppError } from "@/src/access/errors";
import { ClerkFault } from "@/src/server/clerk/api";
import { settleCommands } from "@/src/server/clerk/command/settle";
import { log } from "@/src/server/log";
import { codeOfFault } from "../fault";
import { reconcileAll } from "../reconcile/all";
import { patientAsk, type Patience } from "../reconcile/patience";
import { reconcileOrganization, reconcileUser } from "../reconcile/subject";
import { replayRun } from "../replay-run";
import { beat, claimRun, endRun, findRun, RunLost, type Run } from "./run";
import { RunStop, Work, type RunOptions } from "./work";

/** Signs of life while Clerk has a run wait, milliseconds. */
const beatEvery = 5_000;

/**
 * Does a run, or goes on with it where it broke off, until it is done or something stops it; the row says what. Interrupted by the
 * signal it is left waiting, and startRun() finds it again.
 * @throws SyncBusy while a run is under way, AppError unavailable where the database is away
 */
export async function runSync(id: string, options: RunOptions = {}): Promise<Run> {
  const claim = randomUUID();
  const run = await claimRun(id, claim);
  if (run) await perform(run, claim, options);
  const ended = await findRun(id);
  if (!ended) throw new AppError("not_found");
  return ended;
}

async function perform(run: Run, claim: string, options: RunOptions): Promise<void> {
  const lost = new AbortController();
  const signals = [lost.signal, ...(options.signal ? [options.signal] : [])];
  const signal = AbortSignal.any(signals);
  const beating = setInterval(() => {
    beat(run.id, claim).catch((error: unknown) => {
      if (error instanceof RunLost) lost.abort(error);
    });
  }, beatEvery);
  beating.unref();
  const ask = patientAsk({ signal, onWait: options.onWait });
  const work = new Work(run, claim, ask, { ...options, signal });
  try {
    if (run.kind === "replay") await replayRun(work);
    else if (run.scope === "all") await reconcileAll(work);
    else await reconcileSubject(work, { signal, onWait: options.onWait });
    // What a killed process, or a Clerk that did not answer, has left open.
    if (run.kind === "reconcile" && !run.dryRun) await settleCommands();
    await work.keep();
    await endRun(run.id, claim, "done", null);
  } catch (error) {
    if (error instanceof RunLost || lost.signal.aborted) return;
    await work.keep();
    if (options.signal?.aborted) await endRun(run.id, claim, "waiting", null);
    else if (error instanceof RunStop) await endRun(run.id, claim, "stopped", error.code);
    else await fail(run.id, claim, error);
  } finally {
    clearInterval(beating);
  }
}

/** One person or organization; so little that there is nowhere to go on from. */
async function reconcileSubject(work: Work, patience: Patience): Promise<void> {
  const { scope, dryRun } = work.run;
  const reconcile = scope.startsWith("org_") ? reconcileOrganization : reconcileUser;
  work.total = 1;
  work.found = await reconcile(scope, { ...patience, dryRun });
  work.done = 1;
}

async function fail(id: string, claim: string, error: unknown): Promise<void> {
  if (!(error instanceof ClerkFault)) log.error({ error, runId: id }, "a run of the sync failed");
  await endRun(id, claim, "failed", codeOfFault(error));
}
