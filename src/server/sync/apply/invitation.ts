import type { SyncSql } from "@/src/server/db/sync";
import type { Evidence } from "../apply";
import type { InvitationContent } from "../content";

/** An invitation that is no longer open does not open again; one to a deleted organization never was. */
export async function applyInvitation(
  sql: SyncSql,
  invitation: InvitationContent,
  { timestamp, digest }: Evidence,
): Promise<boolean> {
  const { organizationId } = invitation;
  await sql.query(`INSERT INTO "public"."Organization" ("id") VALUES ($1) ON CONFLICT DO NOTHING`, [
    organizationId,
  ]);
  const [organization] = await sql.query<{ deleted: boolean }>(
    `SELECT "deleted" FROM "public"."Organization" WHERE "id" = $1 FOR SHARE`,
    [organizationId],
  );
  const closed = organization?.deleted === true && invitation.status === "pending";
  const rows = await sql.query(
    `INSERT INTO "public"."Invitation" AS i ("id", "organizationId", "emailAddress", "role", "status", "userId", "expiresAt", "createdAt", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::double precision / 1000), to_timestamp($8::double precision / 1000), $9, $10, $11)
     ON CONFLICT ("id") DO UPDATE SET "emailAddress" = excluded."emailAddress", "role" = excluded."role", "status" = excluded."status",
       "userId" = excluded."userId", "expiresAt" = excluded."expiresAt", "createdAt" = excluded."createdAt",
       "sourceVersion" = excluded."sourceVersion", "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE (i."status" <> 'pending', i."sourceVersion", i."sourceTimestamp", i."sourceDigest" COLLATE "C")
       < (excluded."status" <> 'pending', excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")
     RETURNING true`,
    [
      invitation.id,
      organizationId,
      closed ? null : invitation.emailAddress,
      invitation.role,
      closed ? "revoked" : invitation.status,
      invitation.userId,
      invitation.expiresAt,
      invitation.created,
      invitation.version,
      timestamp,
      // Closed by our own conclusion: whatever Clerk said of the same moment is greater.
      closed ? "" : digest,
    ],
  );
  return rows.length > 0;
}
