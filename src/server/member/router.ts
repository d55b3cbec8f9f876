import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { listMembers } from "./list";
import { ListMembers, MemberPage } from "./schema";

export const memberRouter = router({
  list: orgProcedure("org:members:read")
    .input(ListMembers)
    .output(MemberPage)
    .query(({ ctx, input }) => listMembers(ctx.db, input)),
});
