import { z } from "zod";
import { protectedCommand, protectedProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { exportPerson, PersonExport } from "@/src/server/person/export";
import { readMe } from "./read";
import { Me } from "./schema";

export const meRouter = router({
  get: protectedProcedure
    .input(z.void())
    .output(Me)
    .query(({ ctx }) => readMe(ctx.db, ctx.user)),

  endOtherSessions: protectedCommand
    .input(z.void())
    .output(Me.pick({ userId: true }))
    .mutation(({ ctx }) => {
      ctx.command({ action: "me.endOtherSessions", sessionId: ctx.user.sessionId });
      return { userId: ctx.user.userId };
    }),

  export: protectedProcedure
    .input(z.void())
    .output(PersonExport)
    .query(({ ctx }) => exportPerson(ctx.db, ctx.user.userId)),
});
