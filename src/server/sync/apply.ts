import type { SyncSql } from "@/src/server/db/sync";
import { applyInvitation } from "./apply/invitation";
import { applyMembership } from "./apply/membership";
import { applyOrganization, deleteOrganization } from "./apply/organization";
import { applyPermission, applyRole, deletePermission, deleteRole } from "./apply/role";
import { applyUser, deleteUser } from "./apply/user";
import type { Change } from "./events";

/** What orders two versions of one subject beside Clerk's own updated_at. */
export interface Evidence {
  /** The envelope's timestamp, or when Clerk answered a read, by Clerk's clock; milliseconds. */
  readonly timestamp: number;
  /** Of events.ts: decides between two of the same millisecond, the same way everywhere. */
  readonly digest: string;
}

/**
 * Applies a change to the mirror. Any order, any repetition and any interleaving leave the same rows: a row is replaced only by
 * a greater version, a deleted subject is terminal, and our own clock is never a version. Locks are taken in the order delivery,
 * user, organization, membership (by organization, then user), invitation, and permission (by id), role.
 * @returns whether a row changed.
 */
export async function applyChange(
  sql: SyncSql,
  change: Change,
  evidence: Evidence,
): Promise<boolean> {
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
    case "invitation":
      return applyInvitation(sql, change.data, evidence);
    case "role":
      return applyRole(sql, change.data, evidence);
    case "role-deleted":
      return deleteRole(sql, change.id, evidence);
    case "permission":
      return applyPermission(sql, change.data, evidence);
    case "permission-deleted":
      return deletePermission(sql, change.id, evidence);
    case "session-ended":
      return endSession(sql, change, evidence);
  }
}

async function endSession(
  sql: SyncSql,
  { id, userId }: { readonly id: string; readonly userId: string },
  { timestamp }: Evidence,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO "public"."EndedSession" AS s ("id", "userId", "sourceTimestamp") VALUES ($1, $2, $3)
     ON CONFLICT ("id") DO UPDATE SET "sourceTimestamp" = excluded."sourceTimestamp" WHERE s."sourceTimestamp" < excluded."sourceTimestamp"
     RETURNING true`,
    [id, userId, timestamp],
  );
  return rows.length > 0;
}
