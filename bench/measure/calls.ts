import { percentile } from "./statistics.ts";

/** One call after the other for so many milliseconds. @returns the median of their times, microseconds */
export async function timeCalls(
  call: (n: number) => Promise<unknown>,
  milliseconds: number,
): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  for (let n = 0; performance.now() < end; n++) {
    const since = performance.now();
    await call(n);
    times.push((performance.now() - since) * 1000);
  }
  return percentile(times, 50);
}

/** So many callers at once, each one call after the other, for so many milliseconds. @returns calls a second, of all of them */
export async function countCalls(
  call: (n: number) => Promise<unknown>,
  callers: number,
  milliseconds: number,
): Promise<number> {
  let done = 0;
  let next = 0;
  const since = performance.now();
  const end = since + milliseconds;
  const work = async (): Promise<void> => {
    while (performance.now() < end) {
      await call(next++);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, work));
  return done / ((performance.now() - since) / 1000);
}
