import type { SyncSql } from "@/src/server/db/sync";
import type { Evidence } from "../apply";
import type { OrganizationContent } from "../content";
import { tombstoneMemberships } from "./membership";

export async function applyOrganization(
  sql: SyncSql,
  organization: OrganizationContent,
  { timestamp, digest }: Evidence,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO "public"."Organization" AS o ("id", "name", "slug", "imageUrl", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "slug" = excluded."slug", "imageUrl" = excluded."imageUrl",
       "sourceVersion" = excluded."sourceVersion", "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE NOT o."deleted" AND (o."sourceVersion", o."sourceTimestamp", o."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")
     RETURNING true`,
    [
      organization.id,
      organization.name,
      organization.slug,
      organization.imageUrl,
      organization.version,
      timestamp,
      digest,
    ],
  );
  return rows.length > 0;
}

/** The tenant's own data stay until the hold-back is over, which begins now by our clock. */
export async function deleteOrganization(
  sql: SyncSql,
  id: string,
  { timestamp }: Evidence,
): Promise<boolean> {
  const [row] = await sql.query<{ earlier: boolean }>(
    `INSERT INTO "public"."Organization" AS o ("id", "deleted", "deletedAt", "sourceTimestamp") VALUES ($1, true, now(), $2)
     ON CONFLICT ("id") DO UPDATE SET "deleted" = true, "deletedAt" = coalesce(o."deletedAt", excluded."deletedAt"),
       "name" = NULL, "slug" = NULL, "imageUrl" = NULL, "sourceVersion" = 0, "sourceDigest" = '',
       "sourceTimestamp" = CASE WHEN o."deleted" THEN greatest(o."sourceTimestamp", excluded."sourceTimestamp") ELSE excluded."sourceTimestamp" END
     RETURNING coalesce((SELECT before."deleted" FROM "public"."Organization" before WHERE before."id" = $1), false) AS earlier`,
    [id, timestamp],
  );
  await tombstoneMemberships(sql, "organizationId", id);
  // Clerk says nothing of the invitations of what it deleted.
  await sql.query(
    `UPDATE "public"."Invitation" SET "status" = 'revoked', "emailAddress" = NULL, "sourceDigest" = '' WHERE "organizationId" = $1 AND "status" = 'pending'`,
    [id],
  );
  return row?.earlier !== true;
}
