import { syncTransaction } from "@/src/server/db/sync";

/** Empties the addresses of invitations that nobody can accept any more: Clerk sends nothing when one expires. */
export async function forgetInvited(): Promise<number> {
  const rows = await syncTransaction((sql) =>
    sql.query(
      `WITH expired AS (
         UPDATE "public"."Invitation" SET "emailAddress" = NULL, "sourceDigest" = '~'
         WHERE "emailAddress" IS NOT NULL AND "expiresAt" < now() - interval '1 day' RETURNING "id"),
       reduced AS (
         UPDATE "public"."WebhookDelivery" SET "payload" = app.reduce_payload("payload"), "reducedAt" = now()
         WHERE "reducedAt" IS NULL AND "subjects" && ARRAY(SELECT "id" FROM expired))
       SELECT FROM expired`,
    ),
  );
  return rows.length;
}
