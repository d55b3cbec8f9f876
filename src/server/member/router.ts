import {
  freshOrgCommand,
  freshProtectedCommand,
  orgCommand,
  orgProcedure,
  orgStream,
} from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { streamOf } from "@/src/server/trpc/stream";
import { listMembers } from "./list";
import {
  ChangeRole,
  Changed,
  LeaveOrganization,
  ListMembers,
  MemberPage,
  OneMember,
  WatchMembers,
} from "./schema";

export const memberRouter = router({
  list: orgProcedure("org:members:read")
    .input(ListMembers)
    .output(MemberPage)
    .query(({ ctx, input }) => listMembers(ctx.db, input)),

  /** The first page of the list, now and whenever it changes who is a member, or as what. */
  watch: orgStream("org:members:read")
    .input(WatchMembers)
    .output(streamOf(MemberPage))
    .subscription(({ ctx, input: { lastEventId, ...input } }) =>
      ctx.deliver({
        models: ["membership"],
        after: lastEventId,
        read: () => listMembers(ctx.db, input),
      }),
    ),

  changeRole: orgCommand("org:members:manage")
    .input(ChangeRole)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "member.changeRole", ...input });
      return { id: input.userId };
    }),

  remove: freshOrgCommand("org:members:manage")
    .input(OneMember)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "member.remove", ...input });
      return { id: input.userId };
    }),

  /** Asks for no permission: whoever is in may go. */
  leave: freshProtectedCommand
    .input(LeaveOrganization)
    .output(Changed)
    .mutation(({ ctx, input }) => {
      ctx.command({ action: "member.leave", organizationId: input.id });
      return { id: input.id };
    }),
});
