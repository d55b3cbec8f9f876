import { syncTransaction } from "@/src/server/db/sync";

/** How the sync is doing. Times are ISO 8601, durations seconds; null where there is nothing to tell of. */
export interface SyncStatus {
  /** Clerk's instance that is mirrored. */
  readonly instance: string | null;
  /** Since the newest delivery was applied. */
  readonly sinceApplied: number | null;
  /** From the event to its being applied, of the newest hundred webhooks: the middle one, and the slowest. */
  readonly lag: { readonly median: number | null; readonly worst: number | null };
  /** The oldest delivery that is waiting to be sent again. */
  readonly oldestFailed: { readonly id: string; readonly receivedAt: string } | null;
  readonly deliveries: Readonly<Record<"applied" | "ignored" | "rejected" | "failed", number>>;
  /** Why deliveries failed or were rejected, the most frequent first. */
  readonly errors: readonly { readonly error: string; readonly count: number }[];
  readonly lastReconcile: {
    readonly id: string;
    readonly status: string;
    readonly dryRun: boolean;
    readonly error: string | null;
    readonly done: number;
    readonly total: number | null;
    readonly at: string;
  } | null;
  /** Changes at Clerk of which the outcome is not known. */
  readonly unsettledCommands: number;
  /** Deleted organizations whose tenant data are not erased yet, and deleted people. */
  readonly toErase: { readonly organizations: number; readonly users: number };
  /** What somebody should look at; empty when all is well. */
  readonly attention: readonly string[];
}

type Facts = Omit<SyncStatus, "attention">;

/** A command is answered within seconds; after so long it is not under way any more. Minutes. */
const commandTakes = 5;

export async function readStatus(): Promise<SyncStatus> {
  const facts = await syncTransaction(async (sql) => {
    const [row] = await sql.query<{ facts: Facts }>(`SELECT jsonb_build_object(
      'instance', (SELECT "id" FROM "public"."ClerkInstance" ORDER BY "firstSeenAt" DESC, "id" LIMIT 1),
      'sinceApplied', (SELECT extract(epoch FROM now() - max("processedAt"))::float8 FROM "public"."WebhookDelivery" WHERE "status" = 'applied'),
      'lag', (SELECT jsonb_build_object('median', percentile_cont(0.5) WITHIN GROUP (ORDER BY "lag"), 'worst', max("lag")) FROM (
        SELECT greatest(0, extract(epoch FROM "processedAt") - "timestamp"::numeric / 1000)::float8 AS "lag" FROM "public"."WebhookDelivery"
        WHERE "status" = 'applied' AND "source" = 'webhook' AND "timestamp" > 0 ORDER BY "receivedAt" DESC LIMIT 100) newest),
      'oldestFailed', (SELECT jsonb_build_object('id', "id", 'receivedAt', "receivedAt") FROM "public"."WebhookDelivery"
        WHERE "status" = 'failed' ORDER BY "receivedAt" LIMIT 1),
      'deliveries', '{"applied": 0, "ignored": 0, "rejected": 0, "failed": 0}'::jsonb || coalesce((SELECT jsonb_object_agg("status", "count") FROM (
        SELECT "status", count(*) AS "count" FROM "public"."WebhookDelivery" GROUP BY 1) each), '{}'),
      'errors', coalesce((SELECT jsonb_agg(jsonb_build_object('error', "error", 'count', "count")) FROM (
        SELECT coalesce("error", 'unknown') AS "error", count(*) AS "count" FROM "public"."WebhookDelivery"
        WHERE "status" IN ('failed', 'rejected') GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) each), '[]'),
      'lastReconcile', (SELECT jsonb_build_object('id', "id", 'status', "status", 'dryRun', "dryRun", 'error', "error", 'done', "done",
        'total', "total", 'at', coalesce("finishedAt", "heartbeatAt", "createdAt")) FROM "public"."SyncRun"
        WHERE "kind" = 'reconcile' ORDER BY "createdAt" DESC LIMIT 1),
      'unsettledCommands', (SELECT count(*) FROM "public"."ClerkCommand" WHERE "status" = 'unknown'
        OR ("status" = 'begun' AND "createdAt" < now() - interval '${commandTakes} minutes')),
      'toErase', jsonb_build_object(
        'organizations', (SELECT count(*) FROM "public"."Organization" WHERE "deleted" AND "erasedAt" IS NULL),
        'users', (SELECT count(*) FROM "public"."User" WHERE "deleted" AND "erasedAt" IS NULL))) AS "facts"`);
    if (!row) throw new Error("a select without a table returned no row");
    return row.facts;
  });
  return { ...facts, attention: attentionOf(facts) };
}

function attentionOf(facts: Facts): string[] {
  const { deliveries, lastReconcile, unsettledCommands } = facts;
  return [
    ...(deliveries.failed > 0
      ? [`${deliveries.failed} failed: npm run sync -- replay --failed`]
      : []),
    ...(deliveries.rejected > 0
      ? [`${deliveries.rejected} rejected: not of their type, or of another instance`]
      : []),
    ...(lastReconcile?.status === "failed" || lastReconcile?.status === "stopped"
      ? [`the last reconcile ${lastReconcile.status}: ${lastReconcile.error ?? "unknown"}`]
      : []),
    ...(unsettledCommands > 0
      ? [`${unsettledCommands} changes at Clerk of which the outcome is not known`]
      : []),
  ];
}
