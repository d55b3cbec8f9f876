import type pg from "pg";
import { database } from "./database";
import { mapFault } from "./refusal";
import { runInScope, Scope } from "./scope";

/** SQL in one transaction as the sync's own role: the mirrors and the inbox, no tenant's data. For src/server/sync alone. */
export interface SyncSql {
  query<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

const scope = new Scope({ gate: "sync", write: true });

/** Commits when `run` resolves, rolls back when it throws. @throws what `run` throws, or AppError unavailable. */
export async function syncTransaction<T>(run: (sql: SyncSql) => Promise<T>): Promise<T> {
  try {
    const client = await runInScope(scope, () => database().pool.connect());
    try {
      await client.query({ text: "BEGIN" });
      const result = await run({
        query: async <R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
          (await client.query<R>({ text, values: [...values] })).rows,
      });
      await client.query({ text: "COMMIT" });
      return result;
    } catch (error) {
      // Where the connection is gone this fails too, and the server rolls back by itself.
      await client.query({ text: "ROLLBACK" }).catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  } catch (error) {
    throw mapFault(error);
  }
}
