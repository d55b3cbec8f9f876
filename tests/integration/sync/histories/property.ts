import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { useApplication } from "../../../support/application.ts";

/** Fixed, so that a run can be repeated; printed with the counts. Another seed is another run. */
export const seed = Number(process.env["HISTORY_SEED"] ?? 20_261_123);
/** How many histories there are, of as many as each test asks for: 0.1 is a tenth. */
const share = Number(process.env["HISTORY_SHARE"] ?? 1);

/** Histories under way at the same time, on the application's pool of eight connections: each may have four workers. */
const atOnce = 3;

/** A database of its own and the application's pool on it; and connections of its owner, who sees all of it. */
export function useOwner(): () => pg.Pool {
  const testDatabase = useApplication();
  let owner: pg.Pool | undefined;
  beforeAll(() => {
    owner = new pg.Pool({ connectionString: testDatabase().ownerUrl, max: atOnce });
  });
  afterAll(() => owner?.end());
  return () => {
    if (!owner) throw new Error("The owner's connections exist from beforeAll on.");
    return owner;
  };
}

export interface Trial<T> {
  readonly history: fc.Arbitrary<T>;
  readonly histories: number;
  /** Histories that are looked at together: reading the mirror for each by itself would take longer than all the rest. */
  readonly batch: number;
  /** What is wrong after each of them. */
  readonly run: (batch: readonly T[]) => Promise<readonly (readonly string[])[]>;
}

/**
 * Tries batches until there were so many histories.
 * @returns null; or one after which something is wrong, as small as it could be made in a few seconds, and what is wrong.
 */
export async function findCounterexample<T>(trial: Trial<T>): Promise<string | null> {
  const { history, histories, batch, run } = trial;
  const failures: { history: T; wrong: readonly string[] }[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const propertyOf = (size: number) =>
    fc.asyncProperty(fc.array(history, { minLength: size, maxLength: size }), (all) => {
      const running = run(all).then((wrongs) => {
        const found = all.map((history, index) => ({ history, wrong: wrongs[index] ?? [] }));
        const failed = found.filter(({ wrong }) => wrong.length > 0);
        failures.push(...failed);
        return failed.length === 0;
      });
      last = running.catch(() => undefined);
      return running;
    });
  const numRuns = Math.ceil((histories * share) / batch);
  const tried = await fc.check(propertyOf(batch), { seed, numRuns, endOnFailure: true });
  if (!tried.failed) return null;
  // What comes of several at once may not come again.
  const examples = failures.slice(0, 1).map(({ history }): [T[]] => [[history]]);
  await fc.check(propertyOf(1), { seed, examples, numRuns: 1, interruptAfterTimeLimit: 8_000 });
  // A run that the time limit cut short still has its deliveries under way.
  await last;
  const told = failures.map(
    ({ history, wrong }) => `${JSON.stringify(history)}\n${wrong.join("\n")}`,
  );
  const [shortest] = told.sort((a, b) => a.length - b.length);
  return `HISTORY_SEED=${seed}: ${shortest ?? String(tried.errorInstance)}`;
}

export async function mapAtOnce<T, R>(
  all: readonly T[],
  run: (each: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(all.length);
  const coming = all.entries();
  const work = async (): Promise<void> => {
    for (const [index, each] of coming) results[index] = await run(each);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
