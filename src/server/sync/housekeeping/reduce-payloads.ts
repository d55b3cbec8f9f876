import { syncTransaction } from "@/src/server/db/sync";

/** Payloads that one transaction reduces. */
const batch = 500;

/**
 * Reduces what was applied, ignored or rejected longer ago than so many days, in batches. What failed is left: it has not been
 * applied, and a replay needs it.
 * @returns how many were reduced
 */
export async function reducePayloads(days: number, most = batch): Promise<number> {
  let reduced = 0;
  for (;;) {
    const rows = await syncTransaction((sql) =>
      sql.query(
        `UPDATE "public"."WebhookDelivery" SET "payload" = app.reduce_payload("payload"), "reducedAt" = now() WHERE "id" IN (
           SELECT "id" FROM "public"."WebhookDelivery" WHERE "reducedAt" IS NULL AND "status" <> 'failed'
             AND "receivedAt" < now() - make_interval(days => $1) ORDER BY "receivedAt" LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING true`,
        [days, most],
      ),
    );
    reduced += rows.length;
    if (rows.length < most) return reduced;
  }
}
