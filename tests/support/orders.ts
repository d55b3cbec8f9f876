import { syncTransaction, type SyncSql } from "@/src/server/db/sync";
import { applyChange } from "@/src/server/sync/apply";
import { digestOf, readChange } from "@/src/server/sync/events";

/** What Clerk says, and when it said so. */
export interface Said {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly timestamp: number;
}

export async function applySaid(sql: SyncSql, { type, data, timestamp }: Said): Promise<boolean> {
  const change = readChange({ type, data });
  if (!change) throw new Error(`no reader for ${type}`);
  return applyChange(sql, change, { timestamp, digest: digestOf(change) });
}

interface Rows {
  readonly table: string;
  readonly rows: unknown[];
}

class Undone extends Error {}

const mirrors = [
  "User",
  "Organization",
  "Membership",
  "Invitation",
  "ClerkRole",
  "ClerkPermission",
  "EndedSession",
];
/** All of them in one trip, without what our own clock wrote: nothing of that is a version. */
const readMirrors = mirrors
  .map((table) => {
    const clock = table === "Invitation" ? "" : ` - 'createdAt'`;
    return `SELECT '${table}' AS "table", json_agg(to_jsonb(t)${clock} - 'deletedAt' - 'erasedAt' ORDER BY t::text COLLATE "C") AS rows
      FROM "public"."${table}" t HAVING count(*) > 0`;
  })
  .join(" UNION ALL ");

/** Every mirrored row that comes of it, by table. Rolled back, so that the next order finds the same ids free. */
export async function mirrorAfter(events: readonly Said[]): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  const run = syncTransaction(async (sql) => {
    for (const event of events) await applySaid(sql, event);
    for (const { table, rows } of await sql.query<Rows>(readMirrors)) found[table] = rows;
    throw new Undone();
  });
  await run.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  return found;
}

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]),
  );
}
