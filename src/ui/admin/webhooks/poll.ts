/** What of a run decides when to ask for it again. */
interface Asked {
  readonly status: string;
  readonly createdAt: Date;
}

export function isLive({ status }: Pick<Asked, "status">): boolean {
  return status === "waiting" || status === "running";
}

const soonest = 2_000;
const latest = 15_000;

/**
 * Milliseconds until a run is asked for again; false when it has ended. Each look is a row on the audit trail, so they grow rarer
 * as the run grows longer: a tenth of its age, never sooner than two seconds. A run of an hour leaves about 250 rows, not 3,600.
 */
export function pollAfter(run: Asked, now: number): number | false {
  if (!isLive(run)) return false;
  return Math.min(latest, Math.max(soonest, (now - run.createdAt.getTime()) / 10));
}
