/** Lags run from milliseconds to days: the axis is logarithmic, and its marks are times that people know. Milliseconds. */
const marks = [
  10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 360_000_000,
] as const;

/** The marks of an axis that reaches the greatest lag, and ten seconds at least. */
export function ticksUpTo(greatest: number): readonly number[] {
  const end = marks.findIndex((mark) => mark >= greatest);
  return marks.slice(0, Math.max(end === -1 ? marks.length : end + 1, 4));
}

/** Where a lag stands on the axis, in per cent of its height; what took less than the first mark is at the ground. */
export function heightOf(lag: number, ticks: readonly number[]): number {
  const [first = 1] = ticks;
  const last = ticks.at(-1) ?? 1;
  return Math.min(100, (Math.log(Math.max(lag, first) / first) / Math.log(last / first)) * 100);
}
