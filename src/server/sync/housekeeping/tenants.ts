import { env } from "@/src/env";
import { syncTransaction } from "@/src/server/db/sync";

export interface ErasedTenants {
  readonly organizations: number;
  readonly rows: number;
}

interface EraseOptions {
  /** Rows of one transaction. */
  readonly batch?: number;
  /** Where it ends between two batches; the next call goes on there. */
  readonly signal?: AbortSignal;
  /** After each batch: the organization, and all that has been erased so far. */
  readonly onProgress?: (organizationId: string, so: ErasedTenants) => void;
}

/**
 * Erases the tenants' data of deleted organizations whose hold-back is over, in batches that are each a transaction. Whatever
 * interrupts it, the next call goes on; two at once share the work.
 */
export async function eraseDueTenants(options: EraseOptions = {}): Promise<ErasedTenants> {
  const { batch = 1000, signal, onProgress } = options;
  let so: ErasedTenants = { organizations: 0, rows: 0 };
  for (const id of await dueTenants()) {
    let erased = 0;
    do {
      if (signal?.aborted) return so;
      erased = await eraseBatch(id, batch);
      so = { organizations: so.organizations + (erased === 0 ? 1 : 0), rows: so.rows + erased };
      onProgress?.(id, so);
    } while (erased > 0);
  }
  return so;
}

/** Deleted organizations whose hold-back is over and whose data are still here, the longest deleted first. */
export async function dueTenants(): Promise<string[]> {
  const rows = await syncTransaction((sql) =>
    sql.query<{ id: string }>(
      `SELECT "id" FROM "public"."Organization" WHERE "deleted" AND "erasedAt" IS NULL AND "deletedAt" <= now() - make_interval(days => $1)
       ORDER BY "deletedAt", "id"`,
      [env().TENANT_HOLD_BACK_DAYS],
    ),
  );
  return rows.map(({ id }) => id);
}

async function eraseBatch(id: string, batch: number): Promise<number> {
  const [row] = await syncTransaction((sql) =>
    sql.query<{ erased: string }>(`SELECT "app"."erase_tenant"($1, $2, $3) AS erased`, [
      id,
      env().TENANT_HOLD_BACK_DAYS,
      batch,
    ]),
  );
  return Number(row?.erased ?? 0);
}
