import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { createTRPCRouter, protectedProcedure } from "./trpc";

const select = { id: true, name: true, archivedAt: true, createdById: true, createdAt: true };

export const projectRouter = createTRPCRouter({
  list: protectedProcedure
    .input(z.object({ limit: z.number().int().min(1).max(100).default(20) }))
    .query(async ({ ctx, input }) => {
      const projects = await ctx.db.project.findMany({
        where: { organizationId: ctx.orgId, archivedAt: null },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: input.limit,
        select: { ...select, tasks: { select: { doneAt: true } } },
      });
      return projects.map(({ tasks, ...project }) => ({
        ...project,
        tasks: tasks.length,
        openTasks: tasks.filter((task) => task.doneAt === null).length,
      }));
    }),

  get: protectedProcedure.input(z.object({ id: z.string() })).query(async ({ ctx, input }) => {
    const project = await ctx.db.project.findFirst({
      where: { organizationId: ctx.orgId, id: input.id },
      select,
    });
    if (!project) throw new TRPCError({ code: "NOT_FOUND" });
    return project;
  }),
});
