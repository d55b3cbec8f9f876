import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import { countHidden, maskPayload } from "@/src/server/sync/mask";
import type { Delivery, ListDeliveries, OneDelivery } from "./schema";

/** Everything but the payload, which the role cannot read either. */
const shown = {
  id: true,
  type: true,
  source: true,
  status: true,
  subjects: true,
  attempts: true,
  error: true,
  timestamp: true,
  receivedAt: true,
  processedAt: true,
} as const;

export async function listDeliveries(
  db: Db<"admin">,
  { status, source, type, subject, from, to, ...input }: z.infer<typeof ListDeliveries>,
) {
  const { where, ...page } = pageArgs("receivedAt", input);
  const rows = await db.webhookDelivery.findMany({
    where: {
      AND: [
        where,
        { status, source, receivedAt: { gte: from, lte: to } },
        // Prisma puts the text into a LIKE pattern as it is.
        type ? { type: { startsWith: type.replace(/_/g, "\\_") } } : {},
        subject ? { OR: [{ subjects: { has: subject } }, { id: subject }] } : {},
      ],
    },
    ...page,
    select: shown,
  });
  const { items, nextCursor } = cutPage(rows, input.limit, ({ receivedAt }) => receivedAt);
  return { nextCursor, items: items.map(toDelivery) };
}

/** The last that were heard of a person or an organization. */
export async function lastDeliveriesOf(db: Db<"admin">, subject: string, limit: number) {
  const rows = await db.webhookDelivery.findMany({
    where: { subjects: { has: subject } },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: limit,
    select: shown,
  });
  return rows.map(toDelivery);
}

export async function getDelivery(db: Db<"admin">, { id }: z.infer<typeof OneDelivery>) {
  const row = await db.webhookDelivery.findFirst({
    where: { id },
    select: { ...shown, instanceId: true, lastAttemptAt: true, reducedAt: true },
  });
  if (!row) throw new AppError("not_found");
  const payload = maskPayload(await db.inbox.payload(id));
  const { instanceId, lastAttemptAt, reducedAt, timestamp } = row;
  return {
    ...toDelivery(row),
    instanceId,
    lastAttemptAt,
    reducedAt,
    sentAt: timestamp === 0n ? null : new Date(Number(timestamp)),
    payload: written(payload),
    hidden: countHidden(payload),
  };
}

/** The payload as it is stored; that it was asked for is on the audit trail. */
export async function revealDelivery(db: Db<"admin">, { id }: z.infer<typeof OneDelivery>) {
  const payload = await db.inbox.payload(id);
  if (payload === null) throw new AppError("not_found");
  return { id, payload: written(payload) };
}

/** For people to read. */
function written(payload: unknown): string {
  return JSON.stringify(payload, null, 2);
}

/** @throws AppError not_found */
export async function requireDelivery(db: Db<"admin">, id: string): Promise<void> {
  if ((await db.webhookDelivery.count({ where: { id } })) === 0) throw new AppError("not_found");
}

interface Row extends Omit<z.input<typeof Delivery>, "lag" | "source" | "status"> {
  readonly source: string;
  readonly status: string;
  readonly timestamp: bigint;
}

function toDelivery({ timestamp, ...row }: Row): z.input<typeof Delivery> {
  const known = row.processedAt !== null && timestamp > 0n;
  return {
    // Guarantee: CHECK constraints of the table hold both to these words.
    ...(row as Omit<z.input<typeof Delivery>, "lag">),
    lag: known ? Math.max(0, Number(row.processedAt) - Number(timestamp)) : null,
  };
}
