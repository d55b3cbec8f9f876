/** A number of samples come down to what a reader can take in. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError for no samples, or one that is no number */
export function spreadOf(samples: readonly number[]): Spread {
  if (samples.length === 0 || samples.some((sample) => !Number.isFinite(sample)))
    throw new RangeError(`No spread of ${JSON.stringify(samples)}`);
  return {
    median: percentile(samples, 50),
    least: Math.min(...samples),
    most: Math.max(...samples),
  };
}

/** By linear interpolation between the two nearest samples. @param p 0 to 100 */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = ((sorted.length - 1) * p) / 100;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new RangeError("No samples");
  return below + (above - below) * (at - Math.floor(at));
}
