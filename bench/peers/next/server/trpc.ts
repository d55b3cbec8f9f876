import { auth } from "@clerk/nextjs/server";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z, ZodError } from "zod";
import { db } from "./db";

export async function createTRPCContext({ headers }: { headers: Headers }) {
  const session = await auth();
  return { db, session, headers };
}

const t = initTRPC.context<typeof createTRPCContext>().create({
  transformer: superjson,
  errorFormatter({ shape, error }) {
    return {
      ...shape,
      data: {
        ...shape.data,
        zodError: error.cause instanceof ZodError ? z.flattenError(error.cause) : null,
      },
    };
  },
});

export const createTRPCRouter = t.router;

export const publicProcedure = t.procedure;

export const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  const { userId, orgId } = ctx.session;
  if (!userId) throw new TRPCError({ code: "UNAUTHORIZED" });
  if (!orgId) throw new TRPCError({ code: "FORBIDDEN" });
  return next({ ctx: { userId, orgId } });
});
