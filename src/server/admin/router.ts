import { z } from "zod";
import { listEveryAudit } from "@/src/server/audit/every";
import { EveryAuditPage, ListEveryAudit } from "@/src/server/audit/schema";
import { exportPerson, PersonExport } from "@/src/server/person/export";
import {
  adminCommand,
  adminInquiry,
  adminProcedure,
  freshAdminCommand,
} from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { readAccess } from "./access";
import { countAll, listOrganizations, listUsers } from "./list";
import {
  getOrganization,
  getUser,
  listOrganizationMembers,
  requireOrganization,
  requireUser,
} from "./detail";
import {
  ListOrganizationMembers,
  OneOrganization,
  OrganizationDetail,
  OrganizationMemberPage,
  Resynchronized,
  Sessions,
  UserDetail,
} from "./detail-schema";
import { resynchronize } from "./resynchronize";
import { AccessFilter, AccessMatrix } from "./access-schema";
import {
  AdminOrganizationPage,
  AdminUserPage,
  Changed,
  Counts,
  ExportUser,
  Impersonate,
  ListOrganizations,
  ListUsers,
  OneUser,
  WithTicket,
} from "./schema";

export const adminRouter = router({
  users: adminProcedure
    .input(ListUsers)
    .output(AdminUserPage)
    .query(({ ctx, input }) => listUsers(ctx.db, input)),

  user: adminProcedure
    .input(OneUser)
    .output(UserDetail)
    .query(({ ctx, input }) => getUser(ctx.db, input)),

  sessions: adminInquiry
    .input(OneUser)
    .output(Sessions)
    .query(async ({ ctx, input: { userId } }) => {
      await requireUser(ctx.db, userId);
      return { id: userId, sessions: await ctx.clerk.openSessions(userId) };
    }),

  resynchronizeUser: adminProcedure
    .input(OneUser)
    .output(Resynchronized)
    .mutation(async ({ ctx, input: { userId } }) => {
      await requireUser(ctx.db, userId);
      return resynchronize(ctx, userId);
    }),

  exportUser: adminProcedure
    .input(ExportUser)
    .output(PersonExport)
    .query(({ ctx, input }) => exportPerson(ctx.db, input.id)),

  organizations: adminProcedure
    .input(ListOrganizations)
    .output(AdminOrganizationPage)
    .query(({ ctx, input }) => listOrganizations(ctx.db, input)),

  organization: adminProcedure
    .input(OneOrganization)
    .output(OrganizationDetail)
    .query(({ ctx, input }) => getOrganization(ctx.db, input)),

  organizationMembers: adminProcedure
    .input(ListOrganizationMembers)
    .output(OrganizationMemberPage)
    .query(({ ctx, input }) => listOrganizationMembers(ctx.db, input)),

  resynchronizeOrganization: adminProcedure
    .input(OneOrganization)
    .output(Resynchronized)
    .mutation(async ({ ctx, input: { id } }) => {
      await requireOrganization(ctx.db, id);
      return resynchronize(ctx, id);
    }),

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

  banUser: freshAdminCommand
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

  makeAdministrator: freshAdminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.makeAdministrator", ...input });
      return { id: input.userId };
    }),

  unmakeAdministrator: freshAdminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.unmakeAdministrator", ...input });
      return { id: input.userId };
    }),

  impersonate: freshAdminCommand
    .input(Impersonate)
    .output(WithTicket)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.impersonate", ...input });
      return { id: input.userId, ticket: "" };
    }),

  endSessions: freshAdminCommand
    .input(OneUser)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "admin.endSessions", ...input });
      return { id: input.userId };
    }),
});
