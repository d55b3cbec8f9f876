import { syncTransaction } from "@/src/server/db/sync";

/** Far longer than any token lives, hours. */
const keptFor = 24;

/**
 * Forgets the sessions that ended so long ago that no token of theirs is alive: both by Clerk's clock and by how long the row has
 * been here, so that one that was heard of late stays too.
 * @returns how many.
 */
export async function pruneEndedSessions(): Promise<number> {
  return syncTransaction(async (sql) => {
    const pruned = await sql.query(
      `DELETE FROM "public"."EndedSession" WHERE "createdAt" < now() - make_interval(hours => $1)
         AND to_timestamp("sourceTimestamp" / 1000.0) < now() - make_interval(hours => $1) RETURNING true`,
      [keptFor],
    );
    return pruned.length;
  });
}
