import { beginRun } from "@/src/server/sync/run/begin";
import { adminProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { getRun, listRuns } from "./list";
import { ListRuns, OneRun, Run, RunPage, StartRun } from "./schema";
import { askRun, confirmRun } from "./start";

export const runRouter = router({
  list: adminProcedure
    .input(ListRuns)
    .output(RunPage)
    .query(({ ctx, input }) => listRuns(ctx.db, input)),

  get: adminProcedure
    .input(OneRun)
    .output(Run)
    .query(({ ctx, input }) => getRun(ctx.db, input)),

  start: adminProcedure
    .input(StartRun)
    .output(Run)
    .mutation(async ({ ctx, input }) => {
      const run = await askRun(ctx.db, input);
      ctx.afterCommit(() => beginRun(run.id));
      return run;
    }),

  confirm: adminProcedure
    .input(OneRun)
    .output(Run)
    .mutation(async ({ ctx, input }) => {
      const run = await confirmRun(ctx.db, input);
      ctx.afterCommit(() => beginRun(run.id));
      return run;
    }),
});
