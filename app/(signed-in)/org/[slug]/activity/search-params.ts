import { z } from "zod";
import { ListAudit } from "@/src/server/audit/schema";

/** What audit.list narrows by, under the names that the address has for it. */
export const ActivitySearch = z.object({
  actor: ListAudit.shape.actorId,
  action: ListAudit.shape.action,
  outcome: ListAudit.shape.outcome,
});
