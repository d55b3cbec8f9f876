import { z } from "zod";
import { createTRPCRouter, protectedProcedure } from "./trpc";

export const taskRouter = createTRPCRouter({
  list: protectedProcedure.input(z.object({ projectId: z.string() })).query(({ ctx, input }) =>
    ctx.db.task.findMany({
      where: { organizationId: ctx.orgId, projectId: input.projectId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: {
        id: true,
        projectId: true,
        title: true,
        doneAt: true,
        assigneeId: true,
        createdById: true,
        createdAt: true,
      },
    }),
  ),
});
