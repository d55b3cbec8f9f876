import type { SyncSql } from "@/src/server/db/sync";
import type { Change, MembershipData, OrganizationData, UserData } from "./events";

/** What orders two versions of one subject beside Clerk's own updated_at. */
export interface Evidence {
  /** The envelope's timestamp, milliseconds. */
  readonly timestamp: number;
  /** Digest of the payload: decides between two of the same millisecond, the same way everywhere. */
  readonly digest: string;
}

/**
 * Applies a change to the mirror. Any order, any repetition and any interleaving of deliveries leave the same rows: a row is
 * replaced only by a greater version, a deleted user or organization is terminal, and our own clock is never a version.
 * Locks are taken in the order user, organization, membership.
 */
export async function applyChange(sql: SyncSql, change: Change, evidence: Evidence): Promise<void> {
  switch (change.kind) {
    case "user":
      return applyUser(sql, change.data, evidence);
    case "user-deleted":
      return deleteUser(sql, change.id, evidence);
    case "organization":
      return applyOrganization(sql, change.data, evidence);
    case "organization-deleted":
      return deleteOrganization(sql, change.id, evidence);
    case "membership":
      return applyMembership(sql, change.data, change.deleted, evidence);
    case "session-ended":
      await sql.query(
        `INSERT INTO "public"."EndedSession" ("id", "userId", "sourceTimestamp") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [change.id, change.userId, evidence.timestamp],
      );
  }
}

async function applyUser(
  sql: SyncSql,
  user: UserData,
  { timestamp, digest }: Evidence,
): Promise<void> {
  await sql.query(
    `INSERT INTO "public"."User" AS u ("id", "email", "name", "imageUrl", "platformRole", "banned", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT ("id") DO UPDATE SET "email" = excluded."email", "name" = excluded."name", "imageUrl" = excluded."imageUrl",
       "platformRole" = excluded."platformRole", "banned" = excluded."banned", "sourceVersion" = excluded."sourceVersion",
       "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE NOT u."deleted" AND (u."sourceVersion", u."sourceTimestamp", u."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")`,
    [
      user.id,
      primaryEmail(user),
      fullName(user),
      user.image_url ?? null,
      user.public_metadata?.["role"] === "admin" ? "admin" : null,
      user.banned,
      user.updated_at,
      timestamp,
      digest,
    ],
  );
}

/** The verified primary address; never simply the first, and no address is none rather than "". */
function primaryEmail(user: UserData): string | null {
  const primary = user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
  return primary?.verification?.status === "verified" ? primary.email_address : null;
}

/** A person without a name has no name, not "null null". */
function fullName(user: UserData): string | null {
  const name = [user.first_name, user.last_name]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(" ");
  return name === "" ? null : name;
}

async function deleteUser(sql: SyncSql, id: string, { timestamp }: Evidence): Promise<void> {
  // What the mirror knew of the person goes; the row stays, so that nothing late brings them back.
  await sql.query(
    `INSERT INTO "public"."User" AS u ("id", "deleted", "sourceTimestamp") VALUES ($1, true, $2)
     ON CONFLICT ("id") DO UPDATE SET "deleted" = true, "email" = NULL, "name" = NULL, "imageUrl" = NULL, "platformRole" = NULL,
       "banned" = false, "sourceVersion" = 0, "sourceDigest" = '',
       "sourceTimestamp" = CASE WHEN u."deleted" THEN greatest(u."sourceTimestamp", excluded."sourceTimestamp") ELSE excluded."sourceTimestamp" END`,
    [id, timestamp],
  );
  await tombstoneMemberships(sql, "userId", id);
}

async function applyOrganization(
  sql: SyncSql,
  organization: OrganizationData,
  { timestamp, digest }: Evidence,
): Promise<void> {
  await sql.query(
    `INSERT INTO "public"."Organization" AS o ("id", "name", "slug", "imageUrl", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "slug" = excluded."slug", "imageUrl" = excluded."imageUrl",
       "sourceVersion" = excluded."sourceVersion", "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE NOT o."deleted" AND (o."sourceVersion", o."sourceTimestamp", o."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")`,
    [
      organization.id,
      organization.name,
      organization.slug ?? null,
      organization.image_url ?? null,
      organization.updated_at,
      timestamp,
      digest,
    ],
  );
}

async function deleteOrganization(
  sql: SyncSql,
  id: string,
  { timestamp }: Evidence,
): Promise<void> {
  await sql.query(
    `INSERT INTO "public"."Organization" AS o ("id", "deleted", "sourceTimestamp") VALUES ($1, true, $2)
     ON CONFLICT ("id") DO UPDATE SET "deleted" = true, "name" = NULL, "slug" = NULL, "imageUrl" = NULL,
       "sourceVersion" = 0, "sourceDigest" = '',
       "sourceTimestamp" = CASE WHEN o."deleted" THEN greatest(o."sourceTimestamp", excluded."sourceTimestamp") ELSE excluded."sourceTimestamp" END`,
    [id, timestamp],
  );
  await tombstoneMemberships(sql, "organizationId", id);
}

/** Clerk may not send a deletion for each membership of what it deleted: the mirror draws the conclusion itself. */
async function tombstoneMemberships(
  sql: SyncSql,
  column: "userId" | "organizationId",
  id: string,
): Promise<void> {
  await sql.query(
    `UPDATE "public"."Membership" SET "deleted" = true WHERE "${column}" = $1 AND NOT "deleted"`,
    [id],
  );
}

async function applyMembership(
  sql: SyncSql,
  membership: MembershipData,
  deleted: boolean,
  { timestamp, digest }: Evidence,
): Promise<void> {
  const userId = membership.public_user_data.user_id;
  const organizationId = membership.organization.id;
  // The foreign keys need both; either may be on its way still. FOR SHARE keeps a deletion of either from passing between.
  await sql.query(`INSERT INTO "public"."User" ("id") VALUES ($1) ON CONFLICT DO NOTHING`, [
    userId,
  ]);
  await sql.query(`INSERT INTO "public"."Organization" ("id") VALUES ($1) ON CONFLICT DO NOTHING`, [
    organizationId,
  ]);
  const [user] = await sql.query<{ deleted: boolean }>(
    `SELECT "deleted" FROM "public"."User" WHERE "id" = $1 FOR SHARE`,
    [userId],
  );
  const [organization] = await sql.query<{ deleted: boolean }>(
    `SELECT "deleted" FROM "public"."Organization" WHERE "id" = $1 FOR SHARE`,
    [organizationId],
  );
  const gone = deleted || user?.deleted === true || organization?.deleted === true;
  await sql.query(
    `INSERT INTO "public"."Membership" AS m ("organizationId", "userId", "membershipId", "role", "deleted", "sourceCreated", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT ("organizationId", "userId") DO UPDATE SET "membershipId" = excluded."membershipId", "role" = excluded."role",
       "deleted" = excluded."deleted", "sourceCreated" = excluded."sourceCreated", "sourceVersion" = excluded."sourceVersion",
       "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE (m."sourceCreated", m."deleted", m."sourceVersion", m."sourceTimestamp", m."sourceDigest" COLLATE "C")
       < (excluded."sourceCreated", excluded."deleted", excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")`,
    [
      organizationId,
      userId,
      membership.id,
      membership.role,
      gone,
      membership.created_at,
      membership.updated_at,
      timestamp,
      digest,
    ],
  );
}
