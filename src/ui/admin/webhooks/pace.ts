/** How fast a run goes. Between two looks at the server it is taken to go on as it went. */
interface Paced {
  readonly done: number;
  readonly total: number | null;
  readonly startedAt: Date | null;
}

export interface Pace {
  /** How many are done by now, as far as can be told. */
  readonly done: number;
  /** In a second; null until anything is done. */
  readonly rate: number | null;
  /** Milliseconds; null where the whole or the rate is not known. */
  readonly left: number | null;
}

/**
 * @param at when the server was last asked
 * @param now milliseconds, like `at`
 */
export function paceOf({ done, total, startedAt }: Paced, at: number, now: number): Pace {
  const elapsed = startedAt ? at - startedAt.getTime() : 0;
  if (done === 0 || elapsed <= 0) return { done, rate: null, left: null };
  const rate = done / (elapsed / 1000);
  const guess = Math.floor(done + rate * (Math.max(0, now - at) / 1000));
  const shown = total === null ? done : Math.max(done, Math.min(guess, total));
  return { done: shown, rate, left: total === null ? null : ((total - shown) / rate) * 1000 };
}
