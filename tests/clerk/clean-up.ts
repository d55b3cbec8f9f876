import { afterAll } from "vitest";

const cleanUps: (() => unknown)[] = [];

/**
 * Done after the tests of the file, the last one first. It may be asked for inside a test, too, where `afterAll` is
 * accepted and never called.
 */
export function cleanUp(one: () => unknown): void {
  cleanUps.push(one);
}

afterAll(async () => {
  const errors: unknown[] = [];
  for (const one of cleanUps.splice(0).reverse()) {
    try {
      await one();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "not all was cleaned up");
});
