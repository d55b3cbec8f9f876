import { z } from "zod";
import { listEveryAudit } from "@/src/server/audit/list";
import { EveryAuditPage, ListEveryAudit } from "@/src/server/audit/schema";
import { adminProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { readAccess } from "./access";
import { countAll, listOrganizations, listUsers } from "./list";
import { AccessFilter, AccessMatrix } from "./access-schema";
import { AdminOrganizationPage, AdminUserPage, Counts, SearchPage } from "./schema";

export const adminRouter = router({
  users: adminProcedure
    .input(SearchPage)
    .output(AdminUserPage)
    .query(({ ctx, input }) => listUsers(ctx.db, input)),

  organizations: adminProcedure
    .input(SearchPage)
    .output(AdminOrganizationPage)
    .query(({ ctx, input }) => listOrganizations(ctx.db, input)),

  counts: adminProcedure
    .input(z.void())
    .output(Counts)
    .query(({ ctx }) => countAll(ctx.db)),

  audit: adminProcedure
    .input(ListEveryAudit)
    .output(EveryAuditPage)
    .query(({ ctx, input }) => listEveryAudit(ctx.db, input)),

  access: adminProcedure
    .input(AccessFilter)
    .output(AccessMatrix)
    .query(({ input }) => readAccess(input)),
});
