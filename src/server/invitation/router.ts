import { orgCommand, orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { listInvitations } from "./list";
import {
  Changed,
  CreateInvitation,
  InvitationPage,
  ListInvitations,
  OneInvitation,
} from "./schema";

export const invitationRouter = router({
  list: orgProcedure("org:members:manage")
    .input(ListInvitations)
    .output(InvitationPage)
    .query(({ ctx, input }) => listInvitations(ctx.db, input)),

  create: orgCommand("org:members:manage")
    .input(CreateInvitation)
    .output(Changed)
    .mutation(({ ctx, input }) => ({
      id: ctx.command({ action: "invitation.create", ...input }),
    })),

  revoke: orgCommand("org:members:manage")
    .input(OneInvitation)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "invitation.revoke", invitationId: input.id });
      return { id: input.id };
    }),
});
