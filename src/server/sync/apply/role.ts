import type { SyncSql } from "@/src/server/db/sync";
import type { Evidence } from "../apply";
import type { PermissionContent, RoleContent } from "../content";

export async function applyRole(
  sql: SyncSql,
  role: RoleContent,
  evidence: Evidence,
): Promise<boolean> {
  // A role's event carries its permissions whole, and may be the only one that speaks of them.
  for (const permission of role.permissions) await applyPermission(sql, permission, evidence);
  const rows = await sql.query(
    `INSERT INTO "public"."ClerkRole" AS r ("id", "key", "name", "permissionIds", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ("id") DO UPDATE SET "key" = excluded."key", "name" = excluded."name", "permissionIds" = excluded."permissionIds",
       "sourceVersion" = excluded."sourceVersion", "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE NOT r."deleted" AND (r."sourceVersion", r."sourceTimestamp", r."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")
     RETURNING true`,
    [
      role.id,
      role.key,
      role.name,
      role.permissions.map(({ id }) => id),
      role.version,
      evidence.timestamp,
      evidence.digest,
    ],
  );
  return rows.length > 0;
}

export async function applyPermission(
  sql: SyncSql,
  permission: PermissionContent,
  { timestamp, digest }: Evidence,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO "public"."ClerkPermission" AS p ("id", "key", "name", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT ("id") DO UPDATE SET "key" = excluded."key", "name" = excluded."name",
       "sourceVersion" = excluded."sourceVersion", "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE NOT p."deleted" AND (p."sourceVersion", p."sourceTimestamp", p."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")
     RETURNING true`,
    [permission.id, permission.key, permission.name, permission.version, timestamp, digest],
  );
  return rows.length > 0;
}

export function deleteRole(sql: SyncSql, id: string, evidence: Evidence): Promise<boolean> {
  return tombstone(sql, "ClerkRole", `, "permissionIds" = '{}'`, id, evidence);
}

export function deletePermission(sql: SyncSql, id: string, evidence: Evidence): Promise<boolean> {
  return tombstone(sql, "ClerkPermission", "", id, evidence);
}

/** Nothing of what it was stays, so that a row is the same whichever came first. */
async function tombstone(
  sql: SyncSql,
  table: "ClerkRole" | "ClerkPermission",
  emptied: string,
  id: string,
  { timestamp }: Evidence,
): Promise<boolean> {
  const [row] = await sql.query<{ earlier: boolean }>(
    `INSERT INTO "public"."${table}" AS t ("id", "key", "deleted", "sourceTimestamp") VALUES ($1, '', true, $2)
     ON CONFLICT ("id") DO UPDATE SET "deleted" = true, "key" = '', "name" = NULL, "sourceVersion" = 0, "sourceDigest" = ''${emptied},
       "sourceTimestamp" = CASE WHEN t."deleted" THEN greatest(t."sourceTimestamp", excluded."sourceTimestamp") ELSE excluded."sourceTimestamp" END
     RETURNING coalesce((SELECT before."deleted" FROM "public"."${table}" before WHERE before."id" = $1), false) AS earlier`,
    [id, timestamp],
  );
  return row?.earlier !== true;
}
