/** Numbers from 0 up to 1, the same for the same start; zeros for 0. */
export function numbersFrom(start: number): () => number {
  let state = start;
  return () => {
    if (start === 0) return 0;
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** In the order that the start makes; as it was for 0. */
export function shuffle<T>(all: readonly T[], start: number): T[] {
  const next = numbersFrom(start);
  const keyed = all.map((each) => ({ each, key: next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
}
