import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import type { ListAudit } from "./schema";

/** A page of the active organization's audit trail, newest first. */
export async function listAudit(
  db: Db<"org", "org:audit:read">,
  { action, actorId, outcome, ...input }: z.infer<typeof ListAudit>,
) {
  const { where, ...page } = pageArgs("createdAt", input);
  const rows = await db.auditEvent.findMany({
    where: { action, actorId, outcome, ...where },
    ...page,
  });
  return cutPage(rows.map(numbered), input.limit, (event) => event.createdAt);
}

/** A chain of more rows than a number counts would take millions of years. */
export function numbered<T extends { sequence: bigint }>(event: T) {
  return { ...event, sequence: Number(event.sequence) };
}
