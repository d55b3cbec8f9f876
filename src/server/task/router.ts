import { z } from "zod";
import { orgProcedure, orgStream } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { streamOf } from "@/src/server/trpc/stream";
import { assignTask, createTask } from "./create";
import { listTasks } from "./list";
import { AssignTask, CreateTask, ListTasks, OneTask, Task, ToggleTask, WatchTasks } from "./schema";

export const taskRouter = router({
  list: orgProcedure("org:projects:read")
    .input(ListTasks)
    .output(z.array(Task))
    .query(({ ctx, input }) => listTasks(ctx.db, input)),

  /** The same list, now and whenever somebody changes it. */
  watch: orgStream("org:projects:read")
    .input(WatchTasks)
    .output(streamOf(z.array(Task)))
    .subscription(({ ctx, input: { lastEventId, ...input } }) =>
      ctx.deliver({
        models: ["task"],
        after: lastEventId,
        read: () => listTasks(ctx.db, input),
      }),
    ),

  create: orgProcedure("org:tasks:manage")
    .input(CreateTask)
    .output(Task)
    .mutation(({ ctx, input }) => createTask(ctx.db, input)),

  toggle: orgProcedure("org:tasks:manage")
    .input(ToggleTask)
    .output(Task)
    .mutation(({ ctx, input }) =>
      ctx.db.task.update({
        where: { key: ctx.db.key(input.id) },
        data: { doneAt: input.done ? new Date() : null },
      }),
    ),

  assign: orgProcedure("org:tasks:manage")
    .input(AssignTask)
    .output(Task)
    .mutation(({ ctx, input }) => assignTask(ctx.db, input)),

  delete: orgProcedure("org:tasks:manage")
    .input(OneTask)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) =>
      ctx.db.task.delete({ where: { key: ctx.db.key(input.id) }, select: { id: true } }),
    ),
});
