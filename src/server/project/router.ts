import { z } from "zod";
import { AppError } from "@/src/access/errors";
import { freshOrgProcedure, orgProcedure, orgStream } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { streamOf } from "@/src/server/trpc/stream";
import { listProjects } from "./list";
import {
  ArchiveProject,
  CreateProject,
  ListProjects,
  OneProject,
  Project,
  ProjectPage,
  RenameProject,
  WatchProjects,
} from "./schema";

export const projectRouter = router({
  list: orgProcedure("org:projects:read")
    .input(ListProjects)
    .output(ProjectPage)
    .query(({ ctx, input }) => listProjects(ctx.db, input)),

  /** The first page of the list, now and whenever somebody changes what it shows. */
  watch: orgStream("org:projects:read")
    .input(WatchProjects)
    .output(streamOf(ProjectPage))
    .subscription(({ ctx, input: { lastEventId, ...input } }) =>
      ctx.deliver({
        models: ["project", "task"],
        after: lastEventId,
        read: () => listProjects(ctx.db, input),
      }),
    ),

  get: orgProcedure("org:projects:read")
    .input(OneProject)
    .output(Project)
    .query(async ({ ctx, input }) => {
      const project = await ctx.db.project.findFirst({ where: { id: input.id } });
      if (!project) throw new AppError("not_found");
      return project;
    }),

  create: orgProcedure("org:projects:manage")
    .input(CreateProject)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.db.project.create({ data: { name: input.name } })),

  rename: orgProcedure("org:projects:manage")
    .input(RenameProject)
    .output(Project)
    .mutation(({ ctx, input }) =>
      ctx.db.project.update({ where: { key: ctx.db.key(input.id) }, data: { name: input.name } }),
    ),

  archive: orgProcedure("org:projects:manage")
    .input(ArchiveProject)
    .output(Project)
    .mutation(({ ctx, input }) =>
      ctx.db.project.update({
        where: { key: ctx.db.key(input.id) },
        data: { archivedAt: input.archived ? new Date() : null },
      }),
    ),

  delete: freshOrgProcedure("org:projects:manage")
    .input(OneProject)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) =>
      ctx.db.project.delete({ where: { key: ctx.db.key(input.id) }, select: { id: true } }),
    ),
});
