import type { SyncSql } from "@/src/server/db/sync";
import type { Evidence } from "../apply";
import type { MembershipContent } from "../content";

/**
 * The pair of organization and user is the key: a token knows no membership id, and leaving and joining again makes a new one.
 * The later made of two memberships of a pair is the greater, whatever was changed in the earlier one since.
 */
export async function applyMembership(
  sql: SyncSql,
  membership: MembershipContent,
  deleted: boolean,
  { timestamp, digest }: Evidence,
): Promise<boolean> {
  const { userId, organizationId } = membership;
  const ends =
    (await lockEnds(sql, userId, organizationId)) ?? (await makeEnds(sql, userId, organizationId));
  const gone = deleted || ends.user || ends.organization;
  const rows = await sql.query(
    `INSERT INTO "public"."Membership" AS m ("organizationId", "userId", "membershipId", "role", "deleted", "sourceCreated", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT ("organizationId", "userId") DO UPDATE SET "membershipId" = excluded."membershipId", "role" = excluded."role",
       "deleted" = excluded."deleted", "sourceCreated" = excluded."sourceCreated", "sourceVersion" = excluded."sourceVersion",
       "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE (m."sourceCreated", m."deleted", m."sourceVersion", m."sourceTimestamp", m."sourceDigest" COLLATE "C")
       < (excluded."sourceCreated", excluded."deleted", excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")
     RETURNING true`,
    [
      organizationId,
      userId,
      membership.id,
      membership.role,
      gone,
      membership.created,
      membership.version,
      timestamp,
      // The end is the last word also among the tombstones that a deleted user or organization makes of all versions.
      deleted ? `~${digest}` : digest,
    ],
  );
  return rows.length > 0;
}

/** Whether the person and the organization are deleted. */
type Ends = { readonly user: boolean; readonly organization: boolean };

/** FOR SHARE keeps a deletion of either from passing between. The user's lock is taken first, as everywhere. @returns null unless both are there */
async function lockEnds(
  sql: SyncSql,
  userId: string,
  organizationId: string,
): Promise<Ends | null> {
  const [ends] = await sql.query<Ends>(
    `SELECT u."deleted" AS "user", o."deleted" AS "organization" FROM "public"."User" u, "public"."Organization" o
     WHERE u."id" = $1 AND o."id" = $2 FOR SHARE OF u, o`,
    [userId, organizationId],
  );
  return ends ?? null;
}

/** The foreign keys need both; either may be on its way still. */
async function makeEnds(sql: SyncSql, userId: string, organizationId: string): Promise<Ends> {
  await sql.query(`INSERT INTO "public"."User" ("id") VALUES ($1) ON CONFLICT DO NOTHING`, [
    userId,
  ]);
  await sql.query(`INSERT INTO "public"."Organization" ("id") VALUES ($1) ON CONFLICT DO NOTHING`, [
    organizationId,
  ]);
  const ends = await lockEnds(sql, userId, organizationId);
  if (!ends) throw new Error("what has been made is not there");
  return ends;
}

/** Clerk may not send a deletion for each membership of what it deleted: the mirror draws the conclusion itself. */
export async function tombstoneMemberships(
  sql: SyncSql,
  column: "userId" | "organizationId",
  id: string,
): Promise<void> {
  // In one order everywhere: people and organizations that are deleted at once share memberships, and would wait in a circle.
  await sql.query(
    `SELECT FROM "public"."Membership" WHERE "${column}" = $1 AND NOT "deleted" ORDER BY "organizationId", "userId" FOR NO KEY UPDATE`,
    [id],
  );
  await sql.query(
    `UPDATE "public"."Membership" SET "deleted" = true WHERE "${column}" = $1 AND NOT "deleted"`,
    [id],
  );
}
