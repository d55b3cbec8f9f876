import type { PrismaClient } from "./generated/client";
import { mapFault } from "./refusal";
import { runInScope, type Scope } from "./scope";

/** What an administrator asks of the sync. */
export interface RunRequest {
  readonly kind: "reconcile" | "replay";
  /** "all", or what it is about. */
  readonly scope: string;
  readonly dryRun: boolean;
  readonly confirmed: boolean;
}

/** One hour of the webhooks that came; `lag` from Clerk's own time to ours, milliseconds. */
export interface LagHour {
  readonly hour: Date;
  readonly received: number;
  readonly processed: number;
  readonly median: number | null;
  readonly slowest: number | null;
  /** How many had come and were not applied when the hour ended. */
  readonly waiting: number;
}

/**
 * The part of the administrators' handle that Prisma has no words for. Fixed statements: what runs is written here, and under
 * the gate's own role.
 */
export interface Inbox {
  /** Null for a delivery that is not there. Holds what people told Clerk of themselves. */
  payload(id: string): Promise<unknown>;
  lag(hours: number): Promise<LagHour[]>;
  /** Gives the new run's id. A query's handle has it not. */
  ask(run: RunRequest): Promise<string>;
}

export function openInbox(
  client: Pick<PrismaClient, "$queryRaw">,
  scope: Scope,
  use: "granted" | "reads",
): Partial<Inbox> {
  const inScope = <T>(read: () => Promise<T>) =>
    runInScope(scope, async () => {
      try {
        return await read();
      } catch (error) {
        throw mapFault(error);
      }
    });
  const reads: Pick<Inbox, "payload" | "lag"> = {
    payload: (id) =>
      inScope(async () => {
        const rows = await client.$queryRaw<{ payload: unknown }[]>`
          SELECT app.delivery_payload(${id}) AS payload`;
        return rows[0]?.payload ?? null;
      }),
    lag: (hours) =>
      inScope(
        // The time that the span begins is written out where rows are chosen by it: only then is it known when that is planned.
        () => client.$queryRaw<LagHour[]>`
          WITH span AS (SELECT date_trunc('hour', now(), 'UTC') AS last, date_trunc('hour', now(), 'UTC') - make_interval(hours => ${hours}::int - 1) AS first),
            recent AS MATERIALIZED (
              SELECT "receivedAt" AS received, "processedAt" AS processed,
                CASE WHEN "timestamp" > 0 THEN greatest(extract(epoch FROM "processedAt") * 1000 - "timestamp", 0) END AS lag
              FROM "public"."WebhookDelivery"
              WHERE "source" = 'webhook' AND ("status" = 'failed'
                OR "receivedAt" >= date_trunc('hour', now(), 'UTC') - make_interval(hours => ${hours}::int - 1)
                OR "processedAt" >= date_trunc('hour', now(), 'UTC') - make_interval(hours => ${hours}::int - 1))),
            arrived AS (SELECT date_trunc('hour', received, 'UTC') AS hour, count(*) AS count FROM recent GROUP BY 1),
            done AS (
              SELECT date_trunc('hour', processed, 'UTC') AS hour, count(*) AS count,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY lag) AS median, max(lag) AS slowest
              FROM recent WHERE processed IS NOT NULL GROUP BY 1),
            earlier AS (SELECT count(*) AS count FROM recent, span WHERE received < first AND (processed IS NULL OR processed >= first))
          SELECT h.hour, coalesce(a.count, 0)::int AS received, coalesce(d.count, 0)::int AS processed,
            d.median::float8 AS median, d.slowest::float8 AS slowest,
            (e.count + sum(coalesce(a.count, 0) - coalesce(d.count, 0)) OVER (ORDER BY h.hour))::int AS waiting
          FROM span, generate_series(first, last, interval '1 hour') AS h(hour) CROSS JOIN earlier e
            LEFT JOIN arrived a USING (hour) LEFT JOIN done d USING (hour)
          ORDER BY h.hour`,
      ),
  };
  const ask: Inbox["ask"] = ({ kind, scope: about, dryRun, confirmed }) =>
    inScope(async () => {
      const [row] = await client.$queryRaw<{ id: string }[]>`
        SELECT app.ask_run(${kind}, ${about}, ${dryRun}, ${confirmed}) AS id`;
      if (!row) throw new Error("The run that was asked for has no id.");
      return row.id;
    });
  return Object.freeze(use === "reads" ? reads : { ...reads, ask });
}
