import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { database } from "@/src/server/db/database";
import { useApplication } from "../support/application.ts";
import type { Layer } from "./arguments.ts";
import type { Focus } from "./calls.ts";
import { seedWorld, type World } from "./rows.ts";
import { Range } from "./run.ts";
import { interleaving } from "./steps.ts";

/** Printed with every counterexample; another seed is another run. */
const seed = Number(process.env["ATTACK_SEED"] ?? 20_261_123);

export interface Arena {
  readonly owner: pg.Client;
  readonly world: World;
}

/** A database of its own with the five tenants in it, and the application's pool on it. */
export function useArena(): () => Arena {
  const testDatabase = useApplication();
  let arena: Arena | undefined;
  beforeAll(async () => {
    const owner = new pg.Client({ connectionString: testDatabase().ownerUrl });
    await owner.connect();
    arena = { owner, world: await seedWorld(owner) };
    // Found in order now; what a test does to a policy later is its own affair.
    await database().pool.check();
  });
  afterAll(() => arena?.owner.end());
  return () => {
    if (!arena) throw new Error("The arena exists from beforeAll on.");
    return arena;
  };
}

/** Attacks until so many interleavings have passed. @throws the shrunk counterexample, with its seed. */
export async function attack(
  { owner, world }: Arena,
  layers: readonly Layer[],
  runs: number,
): Promise<Range["tally"]> {
  const range = new Range(owner, world, layers);
  await fc.assert(
    fc.asyncProperty(interleaving, (sequences) => range.run(sequences)),
    { seed, numRuns: runs },
  );
  return range.tally;
}

/**
 * Attacks, most steps turned to one table and action, until something leaks, and makes that smaller for a while. Null when
 * nothing leaked.
 */
export async function findLeak(
  { owner, world }: Arena,
  focus: Focus | undefined,
  runs: number,
): Promise<string | null> {
  const range = new Range(owner, world, ["handle", "raw"], focus);
  let last: Promise<unknown> = Promise.resolve();
  const property = fc.asyncProperty(interleaving, (sequences) => {
    const run = range.run(sequences);
    last = run.catch(() => undefined);
    return run;
  });
  const found = await fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  if (!found.failed || found.counterexamplePath === null) return null;
  const path = found.counterexamplePath;
  const shrunk = await fc.check(property, { seed, path, interruptAfterTimeLimit: 1_500 });
  // A run that the time limit cut short still has its calls under way: they must not meet what the caller changes next.
  await last;
  const { errorInstance } = shrunk.failed ? shrunk : found;
  return errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
}
