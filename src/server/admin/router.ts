import { z } from "zod";
import { listEveryAudit } from "@/src/server/audit/list";
import { EveryAuditPage, ListEveryAudit } from "@/src/server/audit/schema";
import { exportPerson, PersonExport } from "@/src/server/person/export";
import { adminCommand, adminProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { readAccess } from "./access";
import { countAll, listOrganizations, listUsers } from "./list";
import { AccessFilter, AccessMatrix } from "./access-schema";
import {
  AdminOrganizationPage,
  AdminUserPage,
  Changed,
  Counts,
  ExportUser,
  OneUser,
  SearchPage,
} from "./schema";

export const adminRouter = router({
  users: adminProcedure
    .input(SearchPage)
    .output(AdminUserPage)
    .query(({ ctx, input }) => listUsers(ctx.db, input)),

  exportUser: adminProcedure
    .input(ExportUser)
    .output(PersonExport)
    .query(({ ctx, input }) => exportPerson(ctx.db, input.id)),

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

  banUser: adminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.banUser", ...input });
      return { id: input.userId };
    }),

  unbanUser: adminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.unbanUser", ...input });
      return { id: input.userId };
    }),

  makeAdministrator: adminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.makeAdministrator", ...input });
      return { id: input.userId };
    }),

  unmakeAdministrator: adminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.unmakeAdministrator", ...input });
      return { id: input.userId };
    }),

  endSessions: adminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.endSessions", ...input });
      return { id: input.userId };
    }),
});
