import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError } from "@/src/access/errors";
import { syncTransaction, type SyncSql } from "@/src/server/db/sync";
import { applyChange } from "./apply";
import { holdPeople, reduceArrival } from "./erase";
import { digestOf, readChange, subjectsOf, type Change } from "./events";
import { isOurInstance } from "./instance";
import { keptOf } from "./kept";
import { storable } from "./storable";
import { Envelope, type Delivery } from "./verify";

/** What became of a delivery. `duplicate`: it was applied, ignored or rejected before, and nothing was done now. */
export type Outcome = "applied" | "ignored" | "rejected" | "duplicate";

/**
 * Records a delivery under its svix-id, applies it and marks it, in one transaction. A failure rolls all of that back, is
 * recorded by itself, and is thrown: the sender is told 500 and comes again with the same id, which is then applied.
 */
export async function takeDelivery(delivery: Delivery): Promise<Outcome> {
  const reading = read(delivery.envelope);
  const subjects = subjectsOf(delivery.envelope);
  try {
    return await syncTransaction(async (sql) => {
      await holdPeople(sql, reading.change, subjects);
      // Two at once: the second waits here for the first's commit, and then finds that it came to its end.
      if (!(await record(sql, delivery.id, "webhook", delivery.envelope))) return "duplicate";
      const { outcome, error } = await applyReading(sql, reading, delivery.envelope);
      await mark(sql, delivery.id, outcome, error);
      await reduceArrival(sql, delivery.envelope.type, subjects);
      return outcome;
    });
  } catch (error) {
    await recordFailure(delivery, error);
    throw error;
  }
}

/** Something that was seen at Clerk otherwise than by a webhook. */
export interface Observation {
  readonly source: "reconcile" | "command";
  /** The webhook that would have said the same. */
  readonly type: string;
  /** Of the same shape as that webhook's data: the Backend API's JSON. */
  readonly data: Record<string, unknown>;
  /** When Clerk answered, by its own clock; milliseconds. A read later than a version is the last word on that version. */
  readonly timestamp: number;
}

/**
 * Applies what was seen, by the same rules as a delivery. The inbox gets a row where it changed something, and none where the
 * mirror knew it already.
 * @returns whether a row changed. @throws ZodError when the data are not of the type.
 */
export async function takeObservation(observation: Observation): Promise<boolean> {
  const { source, type, timestamp } = observation;
  const data = z.record(z.string(), z.unknown()).parse(storable(observation.data));
  const change = readChange({ type, data });
  if (!change) throw new Error(`${type} is no event of the mirror`);
  const subjects = subjectsOf({ data });
  return syncTransaction(async (sql) => {
    await holdPeople(sql, change, subjects);
    if (!(await applyChange(sql, change, { timestamp, digest: digestOf(change) }))) return false;
    const id = `${source}_${randomUUID()}`;
    await record(sql, id, source, { object: "event", type, data, timestamp });
    await mark(sql, id, "applied", null);
    await reduceArrival(sql, type, subjects);
    return true;
  });
}

/** What became of a replay. `reduced`: nothing is left of the payload. `unknown`: there is no such delivery. */
export interface Replay {
  readonly outcome: Reading["outcome"] | "reduced" | "unknown" | "failed";
  /** Whether the mirror changed. */
  readonly changed: boolean;
}

/**
 * Applies what is stored of a delivery once more, whatever had become of it: versions see to it that what is known already
 * changes nothing. A failure is recorded by itself, and leaves the delivery what it was.
 * @throws AppError unavailable where the database is away
 */
export async function replayDelivery(id: string): Promise<Replay> {
  try {
    return await syncTransaction(async (sql) => {
      await holdNamed(sql, id);
      const [row] = await sql.query<{ payload: unknown; reduced: boolean }>(
        `SELECT "payload", "reducedAt" IS NOT NULL AS "reduced" FROM "public"."WebhookDelivery" WHERE "id" = $1 FOR UPDATE`,
        [id],
      );
      if (!row) return { outcome: "unknown", changed: false };
      if (row.reduced) return { outcome: "reduced", changed: false };
      const envelope = Envelope.parse(row.payload);
      const { outcome, error, changed } = await applyReading(sql, read(envelope), envelope);
      await countAttempt(sql, id);
      await mark(sql, id, outcome, error);
      await reduceArrival(sql, envelope.type, subjectsOf(envelope));
      return { outcome, changed };
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "unavailable") throw error;
    await syncTransaction(async (sql) => {
      await countAttempt(sql, id);
      await sql.query(`UPDATE "public"."WebhookDelivery" SET "error" = $2 WHERE "id" = $1`, [
        id,
        reasonOf(error),
      ]);
    });
    return { outcome: "failed", changed: false };
  }
}

/** Before the delivery's own row is locked, as everywhere. */
async function holdNamed(sql: SyncSql, id: string): Promise<void> {
  const [row] = await sql.query<{ payload: unknown }>(
    `SELECT "payload" FROM "public"."WebhookDelivery" WHERE "id" = $1`,
    [id],
  );
  const envelope = Envelope.safeParse(row?.payload).data;
  if (envelope) await holdPeople(sql, read(envelope).change, subjectsOf(envelope));
}

async function countAttempt(sql: SyncSql, id: string): Promise<void> {
  await sql.query(
    `UPDATE "public"."WebhookDelivery" SET "attempts" = "attempts" + 1, "lastAttemptAt" = now() WHERE "id" = $1`,
    [id],
  );
}

interface Reading {
  readonly outcome: "applied" | "ignored" | "rejected";
  readonly change: Change | null;
  readonly error: string | null;
}

/** A payload that is not of its type will not become so by being sent again: it is kept, with the reason, for a replay. */
function read(envelope: Envelope): Reading {
  try {
    const change = readChange(envelope);
    return { outcome: change ? "applied" : "ignored", change, error: null };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const paths = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
    return { outcome: "rejected", change: null, error: paths.join("; ").slice(0, 500) };
  }
}

async function applyReading(
  sql: SyncSql,
  { outcome, change, error }: Reading,
  { instance_id, timestamp }: Envelope,
): Promise<Pick<Reading, "outcome" | "error"> & { readonly changed: boolean }> {
  if (!(await isOurInstance(sql, instance_id)))
    return { outcome: "rejected", error: "instance_id: another_instance", changed: false };
  const changed = change
    ? await applyChange(sql, change, { timestamp, digest: digestOf(change) })
    : false;
  return { outcome, error, changed };
}

/**
 * A row starts as failed: only the end of the same transaction makes it otherwise.
 * @returns whether it is to be applied: it is new, or had failed. Otherwise it has come to its end before, and is left as it is.
 */
async function record(
  sql: SyncSql,
  id: string,
  source: string,
  envelope: Envelope,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO "public"."WebhookDelivery" AS d ("id", "type", "source", "instanceId", "timestamp", "status", "subjects", "payload")
     VALUES ($1, $2, $3, $4, $5, 'failed', $6, $7)
     ON CONFLICT ("id") DO UPDATE SET "attempts" = d."attempts" + 1, "lastAttemptAt" = now() WHERE d."status" = 'failed'
     RETURNING true`,
    [
      id,
      envelope.type,
      source,
      envelope.instance_id ?? null,
      envelope.timestamp,
      subjectsOf(envelope),
      JSON.stringify(keptOf(envelope)),
    ],
  );
  return rows.length > 0;
}

/** When it came to its end first is what the lag is measured by; a replay's time is that of the last attempt. */
async function mark(
  sql: SyncSql,
  id: string,
  outcome: Reading["outcome"],
  error: string | null,
): Promise<void> {
  await sql.query(
    `UPDATE "public"."WebhookDelivery" SET "status" = $2, "error" = $3, "processedAt" = coalesce("processedAt", now()) WHERE "id" = $1`,
    [id, outcome, error],
  );
}

async function recordFailure(delivery: Delivery, error: unknown): Promise<void> {
  const subjects = subjectsOf(delivery.envelope);
  await syncTransaction(async (sql) => {
    await holdPeople(sql, null, subjects);
    await record(sql, delivery.id, "webhook", delivery.envelope);
    await sql.query(
      `UPDATE "public"."WebhookDelivery" SET "error" = $2 WHERE "id" = $1 AND "status" = 'failed'`,
      [delivery.id, reasonOf(error)],
    );
    await reduceArrival(sql, delivery.envelope.type, subjects);
  });
}

/** Names and codes, not the message: Postgres puts row contents into its messages. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return `${error.name} ${"code" in error ? String(error.code) : ""}`.trim();
}
