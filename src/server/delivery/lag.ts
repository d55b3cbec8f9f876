import type { z } from "zod";
import { lagSpans } from "@/src/access/deliveries";
import type { Db } from "@/src/server/db/handle";
import type { LagInput } from "./schema";

/** How far the mirror is behind Clerk, hour by hour, and what waits for somebody. */
export async function readLag(db: Db<"admin">, { span }: z.infer<typeof LagInput>) {
  const hours = await db.inbox.lag(lagSpans[span]);
  const [failed, rejected, oldest, openCommands] = await Promise.all([
    db.webhookDelivery.count({ where: { status: "failed" } }),
    db.webhookDelivery.count({ where: { status: "rejected" } }),
    db.webhookDelivery.findFirst({
      where: { status: "failed" },
      orderBy: { receivedAt: "asc" },
      select: { receivedAt: true },
    }),
    db.clerkCommand.count({ where: { status: { in: ["begun", "unknown"] } } }),
  ]);
  return { hours, failed, rejected, oldestFailed: oldest?.receivedAt ?? null, openCommands };
}
