import type { SyncSql } from "@/src/server/db/sync";
import type { Evidence } from "../apply";
import type { UserContent } from "../content";
import { erasePerson } from "../erase";
import { tombstoneMemberships } from "./membership";

export async function applyUser(
  sql: SyncSql,
  user: UserContent,
  { timestamp, digest }: Evidence,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO "public"."User" AS u ("id", "email", "name", "imageUrl", "platformRole", "banned", "locked", "sourceVersion", "sourceTimestamp", "sourceDigest")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT ("id") DO UPDATE SET "email" = excluded."email", "name" = excluded."name", "imageUrl" = excluded."imageUrl",
       "platformRole" = excluded."platformRole", "banned" = excluded."banned", "locked" = excluded."locked",
       "sourceVersion" = excluded."sourceVersion", "sourceTimestamp" = excluded."sourceTimestamp", "sourceDigest" = excluded."sourceDigest"
     WHERE NOT u."deleted" AND (u."sourceVersion", u."sourceTimestamp", u."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion", excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")
     RETURNING true`,
    [
      user.id,
      user.email,
      user.name,
      user.imageUrl,
      user.platformRole,
      user.banned,
      user.locked,
      user.version,
      timestamp,
      digest,
    ],
  );
  return rows.length > 0;
}

export async function deleteUser(
  sql: SyncSql,
  id: string,
  { timestamp }: Evidence,
): Promise<boolean> {
  // What the mirror knew of the person goes; the row stays, so that nothing late brings them back.
  const [row] = await sql.query<{ earlier: boolean; address: string | null }>(
    `INSERT INTO "public"."User" AS u ("id", "deleted", "sourceTimestamp") VALUES ($1, true, $2)
     ON CONFLICT ("id") DO UPDATE SET "deleted" = true, "email" = NULL, "name" = NULL, "imageUrl" = NULL, "platformRole" = NULL,
       "banned" = false, "locked" = false, "sourceVersion" = 0, "sourceDigest" = '',
       "sourceTimestamp" = CASE WHEN u."deleted" THEN greatest(u."sourceTimestamp", excluded."sourceTimestamp") ELSE excluded."sourceTimestamp" END
     RETURNING coalesce((SELECT before."deleted" FROM "public"."User" before WHERE before."id" = $1), false) AS earlier,
       (SELECT before."email" FROM "public"."User" before WHERE before."id" = $1) AS address`,
    [id, timestamp],
  );
  await tombstoneMemberships(sql, "userId", id);
  await erasePerson(sql, id, row?.address ? [row.address] : []);
  return row?.earlier !== true;
}
