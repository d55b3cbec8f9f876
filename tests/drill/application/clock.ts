/** Sets the clock of this process fast or slow, as that of a machine may be. */
export function shiftClock(byMs: number): void {
  if (byMs === 0) return;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(RealDate.now() + byMs);
      else super(given[0]);
    }
    static override now(): number {
      return RealDate.now() + byMs;
    }
    // Guarantee: a subclass of Date that differs from it in what the time is now.
  } as unknown as DateConstructor;
}
