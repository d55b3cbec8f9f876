import { z } from "zod";
import { syncTransaction, type SyncSql } from "@/src/server/db/sync";

/** What is asked of a run. */
export interface RunRequest {
  readonly kind: "reconcile" | "replay";
  /** "all", or the Clerk id of one person or organization; for a replay what is replayed: "failed", "since:<ms>". */
  readonly scope: string;
  readonly dryRun: boolean;
  /** Goes on past the limit of tombstones. */
  readonly confirmed: boolean;
  /** A user id, "command" or "schedule". */
  readonly startedBy: string;
}

export interface Run extends RunRequest {
  readonly id: string;
  readonly status: "waiting" | "running" | "done" | "failed" | "stopped";
  readonly cursor: Readonly<Record<string, unknown>>;
  readonly done: number;
  readonly total: number | null;
  readonly found: Readonly<Record<string, unknown>>;
  /** Code of what stopped it. */
  readonly error: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** A run without a sign of life for so long has lost its process; seconds. */
const staleAfter = 30;
/** A run that broke off longer ago than this is not gone on with, but begun anew; hours. */
const resumedWithin = 24;

const alive = `"status" = 'running' AND "heartbeatAt" > now() - interval '${staleAfter} seconds'`;
const columns = `"id", "kind", "scope", "dryRun", "confirmed", "status", "startedBy", "cursor", "done", "total", "found", "error", "createdAt", "finishedAt"`;
const Fields = z.record(z.string(), z.unknown());
type Row = Omit<Run, "cursor" | "found"> & { readonly cursor: unknown; readonly found: unknown };

/** Another run is under way: one at a time. */
export class SyncBusy extends Error {
  override readonly name = "SyncBusy";
  constructor(readonly run: Run) {
    super(`A ${run.kind} is running already (${run.id}).`);
  }
}

/** Another process took the run over, because this one gave no sign of life. */
export class RunLost extends Error {
  override readonly name = "RunLost";
}

/**
 * The run that does what is asked: one like it that broke off (its process was killed, it was interrupted, or Clerk was away), to
 * be gone on with; or else a new one.
 * @throws SyncBusy while a run is under way
 */
export async function startRun(request: RunRequest): Promise<Run> {
  return syncTransaction(async (sql) => {
    await takeTurn(sql);
    const [busy] = await sql.query<Row>(
      `SELECT ${columns} FROM "public"."SyncRun" WHERE ${alive} LIMIT 1`,
    );
    if (busy) throw new SyncBusy(toRun(busy));
    const values = [request.kind, request.scope, request.dryRun, request.confirmed];
    const [broken] = await sql.query<Row>(
      `SELECT ${columns} FROM "public"."SyncRun"
       WHERE "kind" = $1 AND "scope" = $2 AND "dryRun" = $3 AND "confirmed" = $4 AND "status" IN ('waiting', 'running', 'failed')
         AND "createdAt" > now() - interval '${resumedWithin} hours'
         AND "createdAt" = (SELECT max(newest."createdAt") FROM "public"."SyncRun" newest WHERE newest."kind" = $1 AND newest."scope" = $2)
       LIMIT 1`,
      values,
    );
    if (broken) return toRun(broken);
    const [made] = await sql.query<Row>(
      `INSERT INTO "public"."SyncRun" ("kind", "scope", "dryRun", "confirmed", "startedBy") VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
      [...values, request.startedBy],
    );
    if (!made) throw new Error("an insert returned no row");
    return toRun(made);
  });
}

export async function findRun(id: string): Promise<Run | null> {
  return syncTransaction(async (sql) => {
    const [row] = await sql.query<Row>(
      `SELECT ${columns} FROM "public"."SyncRun" WHERE "id" = $1`,
      [id],
    );
    return row ? toRun(row) : null;
  });
}

/** Two that start at once must not each find that none is running. */
async function takeTurn(sql: SyncSql): Promise<void> {
  await sql.query(`SELECT pg_advisory_xact_lock(hashtext('gatehouse:sync-run'))`);
}

/**
 * Makes the run this process's own.
 * @returns null where it is done with. @throws SyncBusy while this run or another is under way
 */
export async function claimRun(id: string, claim: string): Promise<Run | null> {
  return syncTransaction(async (sql) => {
    await takeTurn(sql);
    const [busy] = await sql.query<Row>(
      `SELECT ${columns} FROM "public"."SyncRun" WHERE ${alive} LIMIT 1`,
    );
    if (busy) throw new SyncBusy(toRun(busy));
    const [row] = await sql.query<Row>(
      `UPDATE "public"."SyncRun" SET "status" = 'running', "startedAt" = coalesce("startedAt", now()), "heartbeatAt" = now(), "error" = NULL,
         "cursor" = jsonb_set(coalesce("cursor", '{}'), '{claim}', to_jsonb($2::text))
       WHERE "id" = $1 AND "status" IN ('waiting', 'running', 'failed') RETURNING ${columns}`,
      [id, claim],
    );
    return row ? toRun(row) : null;
  });
}

export interface Progress {
  readonly cursor: Readonly<Record<string, unknown>>;
  readonly done: number;
  readonly total: number | null;
  readonly found: object;
}

/** How far the run is, and a sign of life. @throws RunLost */
export async function saveProgress(id: string, claim: string, progress: Progress): Promise<void> {
  const { cursor, done, total, found } = progress;
  await own(`"heartbeatAt" = now(), "cursor" = $3, "done" = $4, "total" = $5, "found" = $6`, [
    id,
    claim,
    JSON.stringify({ ...cursor, claim }),
    done,
    total,
    JSON.stringify(found),
  ]);
}

/** A sign of life alone. @throws RunLost */
export async function beat(id: string, claim: string): Promise<void> {
  await own(`"heartbeatAt" = now()`, [id, claim]);
}

/** `waiting`: interrupted, to be gone on with. @throws RunLost */
export async function endRun(
  id: string,
  claim: string,
  status: "done" | "waiting" | "failed" | "stopped",
  error: string | null,
): Promise<void> {
  await own(
    `"status" = $3, "error" = $4, "finishedAt" = CASE WHEN $3 = 'waiting' THEN NULL ELSE now() END`,
    [id, claim, status, error],
  );
}

async function own(assignments: string, values: readonly unknown[]): Promise<void> {
  const rows = await syncTransaction((sql) =>
    sql.query(
      `UPDATE "public"."SyncRun" SET ${assignments} WHERE "id" = $1 AND "status" = 'running' AND "cursor" ->> 'claim' = $2 RETURNING true`,
      values,
    ),
  );
  if (rows.length === 0) throw new RunLost();
}

function toRun(row: Row): Run {
  const { cursor, found, ...rest } = row;
  return {
    ...rest,
    cursor: Fields.safeParse(cursor).data ?? {},
    found: Fields.safeParse(found).data ?? {},
  };
}
