/** How the same procedures are written by Gatehouse's gates, and in bare tRPC. */
export interface Dialect {
  readonly name: string;
  readonly folder: string;
  /** The file beside the routers in which they find what makes them. */
  readonly base: string;
  /** What a router imports besides zod. */
  readonly imports: string;
  readonly reads: string;
  readonly manages: string;
  readonly writesTasks: string;
  /** In the arguments of a query: that it is the caller's organization's. Row security says so by itself. */
  readonly own: string;
  /** One row, by the id in the input. */
  readonly one: string;
  /** In the data of a new row. */
  readonly by: string;
}

export const gatehouse: Dialect = {
  name: "Gatehouse",
  folder: "gatehouse",
  base: `export { createContext } from "@/src/server/trpc/context";
import { t } from "@/src/server/trpc/init";
export const createCallerFactory = t.createCallerFactory;
`,
  imports: `import { AppError } from "@/src/access/errors";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
const notFound = () => new AppError("not_found");`,
  reads: `orgProcedure("org:projects:read")`,
  manages: `orgProcedure("org:projects:manage")`,
  writesTasks: `orgProcedure("org:tasks:manage")`,
  own: "",
  one: "{ key: ctx.db.key(input.id) }",
  by: "",
};

/** As create-t3-app writes it: one context with the whole client, one procedure that asks who is there. */
export const bare: Dialect = {
  name: "Bare tRPC",
  folder: "bare",
  base: `import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError, z } from "zod";
import type { PrismaClient } from "@/src/server/db/generated/client";

interface Auth {
  readonly userId: string | null;
  readonly orgId: string | null;
}
export const createContext = (db: PrismaClient, auth: Auth) => ({ db, auth });

const t = initTRPC.context<ReturnType<typeof createContext>>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: {
      ...shape.data,
      fields: error.cause instanceof ZodError ? z.flattenError(error.cause).fieldErrors : null,
    },
  }),
});
export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
export const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  const { userId, orgId } = ctx.auth;
  if (!userId || !orgId) throw new TRPCError({ code: "UNAUTHORIZED" });
  return next({ ctx: { userId, orgId } });
});
`,
  imports: `import { TRPCError } from "@trpc/server";
import { protectedProcedure, router } from "./base";
const notFound = () => new TRPCError({ code: "NOT_FOUND" });`,
  reads: "protectedProcedure",
  manages: "protectedProcedure",
  writesTasks: "protectedProcedure",
  own: "organizationId: ctx.orgId, ",
  one: "{ key: { organizationId: ctx.orgId, id: input.id } }",
  by: "organizationId: ctx.orgId, createdById: ctx.userId, ",
};
