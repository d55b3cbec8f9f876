import { driftOf, readFound, type Found } from "@/src/server/sync/reconcile/findings";
import { reconcileOrganization, reconcileUser } from "@/src/server/sync/reconcile/subject";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun, type Run } from "@/src/server/sync/run/run";
import { followRun, untilInterrupted } from "./progress.ts";
import { number, print, printFound } from "./report.ts";

export interface ReconcileWords {
  readonly dryRun: boolean;
  readonly user: string | undefined;
  readonly organization: string | undefined;
  readonly confirmed: boolean;
}

export async function reconcile(words: ReconcileWords): Promise<number> {
  const { dryRun, user, organization, confirmed } = words;
  if (user !== undefined) return tell(await reconcileUser(user, { dryRun }), dryRun);
  if (organization !== undefined)
    return tell(await reconcileOrganization(organization, { dryRun }), dryRun);
  const asked = {
    kind: "reconcile",
    scope: "all",
    dryRun,
    confirmed,
    startedBy: "command",
  } as const;
  const run = await startRun(asked);
  if (run.done > 0) print(`Going on with run ${run.id}, at ${number(run.done)} subjects.`);
  const since = Date.now();
  const { signal, release } = untilInterrupted();
  const follow = followRun();
  const ended = await runSync(run.id, { signal, ...follow.options });
  follow.close();
  release();
  return report(ended, Date.now() - since, words);
}

function report(run: Run, time: number, { dryRun }: ReconcileWords): number {
  if (run.status === "waiting") {
    print(`Interrupted at ${number(run.done)} subjects. The same command goes on from there.`);
    return 130;
  }
  printFound(readFound(run.found));
  if (run.status === "stopped") {
    print(
      run.error === "another_instance"
        ? "Stopped: the secret key belongs to another Clerk instance than this database mirrors. Nothing was changed. Whoever really moves: npm run sync -- adopt-instance."
        : "Stopped: it would tombstone more than 1 % of a kind (and more than 10), and tombstoned none of that kind. If Clerk is right, say --yes.",
    );
    return 1;
  }
  if (run.status === "failed") {
    print(`Broken off: ${run.error ?? "unknown"}. The same command goes on from there.`);
    return 1;
  }
  const { done } = run;
  print(`${number(done)} subjects compared in ${(time / 1000).toFixed(1)} s.`);
  return tell(readFound(run.found), dryRun, false);
}

function tell(found: Found, dryRun: boolean, isNew = true): number {
  if (isNew) printFound(found);
  const drift = driftOf(found);
  if (drift === 0) print("The mirror is as Clerk is.");
  else
    print(
      dryRun ? `${number(drift)} differ; nothing was changed.` : `${number(drift)} were mended.`,
    );
  return 0;
}
