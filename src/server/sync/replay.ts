import { z } from "zod";
import { syncTransaction } from "@/src/server/db/sync";

/** Which deliveries to replay: those that were not applied, or those that came since a time (milliseconds). */
export type ReplayScope =
  { readonly kind: "failed" } | { readonly kind: "since"; readonly since: number };

export function scopeText(scope: ReplayScope): string {
  return scope.kind === "failed" ? "failed" : `since:${scope.since}`;
}

/** @throws ZodError */
export function readScope(text: string): ReplayScope {
  if (text === "failed") return { kind: "failed" };
  const since = z.coerce
    .number()
    .int()
    .parse(/^since:(\d+)$/.exec(text)?.[1]);
  return { kind: "since", since };
}

/** Ids behind `after`, in order; the payloads of all of them are still whole. */
export async function findReplayable(
  scope: ReplayScope,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const which =
    scope.kind === "failed"
      ? `"status" IN ('failed', 'rejected') AND $1::float8 IS NULL`
      : `"receivedAt" >= to_timestamp($1::float8 / 1000)`;
  const rows = await syncTransaction((sql) =>
    sql.query<{ id: string }>(
      `SELECT "id" FROM "public"."WebhookDelivery" WHERE ${which} AND "reducedAt" IS NULL AND "id" > $2 ORDER BY "id" LIMIT $3`,
      [scope.kind === "failed" ? null : scope.since, after, limit],
    ),
  );
  return rows.map(({ id }) => id);
}
