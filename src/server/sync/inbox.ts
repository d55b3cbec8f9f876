import { createHash } from "node:crypto";
import { z } from "zod";
import { syncTransaction, type SyncSql } from "@/src/server/db/sync";
import { applyChange } from "./apply";
import { keptOf } from "./kept";
import { readChange, subjectsOf, type Change } from "./events";
import type { Delivery } from "./verify";

/** What became of a delivery. `duplicate`: it was applied, ignored or rejected before, and nothing was done now. */
export type Outcome = "applied" | "ignored" | "rejected" | "duplicate";

/**
 * Records a delivery under its svix-id, applies it and marks it, in one transaction. A failure rolls all of that back, is
 * recorded by itself, and is thrown: the sender is told 500 and comes again with the same id, which is then applied.
 */
export async function takeDelivery(delivery: Delivery): Promise<Outcome> {
  const reading = read(delivery);
  try {
    return await syncTransaction(async (sql) => {
      // Two at once: the second waits here for the first's commit, and then finds its outcome.
      await record(sql, delivery);
      const [row] = await sql.query<{ status: string }>(
        `SELECT "status" FROM "public"."WebhookDelivery" WHERE "id" = $1 FOR UPDATE`,
        [delivery.id],
      );
      if (row?.status !== "failed") return "duplicate";
      if (reading.change) {
        await applyChange(sql, reading.change, {
          timestamp: delivery.envelope.timestamp,
          digest: digestOf(delivery),
        });
      }
      await sql.query(
        `UPDATE "public"."WebhookDelivery" SET "status" = $2, "error" = $3, "processedAt" = now() WHERE "id" = $1`,
        [delivery.id, reading.outcome, reading.error],
      );
      return reading.outcome;
    });
  } catch (error) {
    await recordFailure(delivery, error);
    throw error;
  }
}

interface Reading {
  readonly outcome: "applied" | "ignored" | "rejected";
  readonly change: Change | null;
  readonly error: string | null;
}

/** A payload that is not of its type will not become so by being sent again: it is kept, with the reason, for a replay. */
function read({ envelope }: Delivery): Reading {
  try {
    const change = readChange(envelope);
    return { outcome: change ? "applied" : "ignored", change, error: null };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const paths = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
    return { outcome: "rejected", change: null, error: paths.join("; ").slice(0, 500) };
  }
}

/** A row starts as failed: only the end of the same transaction makes it otherwise. */
async function record(sql: SyncSql, { id, envelope }: Delivery): Promise<void> {
  await sql.query(
    `INSERT INTO "public"."WebhookDelivery" AS d ("id", "type", "status", "subjects", "payload") VALUES ($1, $2, 'failed', $3, $4)
     ON CONFLICT ("id") DO UPDATE SET "attempts" = d."attempts" + 1 WHERE d."status" = 'failed'`,
    [id, envelope.type, subjectsOf(envelope), JSON.stringify(keptOf(envelope))],
  );
}

async function recordFailure(delivery: Delivery, error: unknown): Promise<void> {
  // Names and codes, not the message: Postgres puts row contents into its messages.
  const reason =
    error instanceof Error
      ? `${error.name} ${"code" in error ? String(error.code) : ""}`.trim()
      : "unknown";
  await syncTransaction(async (sql) => {
    await record(sql, delivery);
    await sql.query(
      `UPDATE "public"."WebhookDelivery" SET "error" = $2 WHERE "id" = $1 AND "status" = 'failed'`,
      [delivery.id, reason],
    );
  });
}

function digestOf({ envelope }: Delivery): string {
  return createHash("sha256").update(JSON.stringify(envelope.data)).digest("hex");
}
