import { numbersFrom } from "../../../tests/integration/sync/histories/numbers.ts";

/** The same in every run; what meets what is up to the machine all the same. */
export const chance = numbersFrom(20_261_123);

export function pick<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(chance() * all.length)];
}

export function pickByWeight<T>(
  all: readonly (readonly [weight: number, one: T])[],
): T | undefined {
  let left = chance() * all.reduce((sum, [weight]) => sum + weight, 0);
  return all.find(([weight]) => (left -= weight) < 0)?.[1];
}
