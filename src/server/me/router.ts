import { z } from "zod";
import { protectedProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { readMe } from "./read";
import { Me } from "./schema";

export const meRouter = router({
  get: protectedProcedure
    .input(z.void())
    .output(Me)
    .query(({ ctx }) => readMe(ctx.db, ctx.user)),
});
