import type pg from "pg";
import type { ScopedPool } from "@/src/server/db/pool";
import { runInScope, type Scope } from "@/src/server/db/scope";

/** Runs one statement of the test's own in the scope, by the way that Prisma's adapter takes. */
export function runScoped(
  pool: ScopedPool,
  scope: Scope,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult> {
  return runInScope(scope, () => pool.query({ text, values }));
}
