import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { listAudit } from "./list";
import { AuditPage, ListAudit } from "./schema";

export const auditRouter = router({
  list: orgProcedure("org:audit:read")
    .input(ListAudit)
    .output(AuditPage)
    .query(({ ctx, input }) => listAudit(ctx.db, input)),
});
