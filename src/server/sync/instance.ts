import type { SyncSql } from "@/src/server/db/sync";

/**
 * Whether the Clerk instance is the one that this database mirrors. The first that is seen is the one: the ids of another say
 * nothing of the people here, and applying its lists would bury them all.
 */
export async function isOurInstance(
  sql: SyncSql,
  instanceId: string | undefined,
  /** False leaves it to a later one to be the first. */
  adopt = true,
): Promise<boolean> {
  if (instanceId === undefined) return true;
  const known = await knownInstance(sql);
  if (known !== null) return known === instanceId;
  if (!adopt) return true;
  // Two first deliveries at once must not each find the table empty.
  await sql.query(`SELECT pg_advisory_xact_lock(hashtext('gatehouse:instance'))`);
  await sql.query(
    `INSERT INTO "public"."ClerkInstance" ("id") SELECT $1 WHERE NOT EXISTS (SELECT FROM "public"."ClerkInstance") ON CONFLICT DO NOTHING`,
    [instanceId],
  );
  return (await knownInstance(sql)) === instanceId;
}

/** For who really moves to another instance: from now on it is the one. */
export async function adoptInstance(sql: SyncSql, instanceId: string): Promise<void> {
  await sql.query(
    `INSERT INTO "public"."ClerkInstance" ("id") VALUES ($1) ON CONFLICT ("id") DO UPDATE SET "firstSeenAt" = clock_timestamp()`,
    [instanceId],
  );
}

export async function knownInstance(sql: SyncSql): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT "id" FROM "public"."ClerkInstance" ORDER BY "firstSeenAt" DESC, "id" LIMIT 1`,
  );
  return row?.id ?? null;
}
