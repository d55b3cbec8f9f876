import { randomUUID } from "node:crypto";
import { initTRPC, TRPCError } from "@trpc/server";
import { rolePermissions } from "@/src/access/roles";
import type { Person } from "@/src/server/auth/principal";
import { openReader } from "@/src/server/db/gate";
import { OneProject, Project } from "@/src/server/project/schema";
import { memberEntry } from "@/src/server/trpc/admission";
import { createContext } from "@/src/server/trpc/context";
import { t } from "@/src/server/trpc/init";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { ids } from "../../support/fill.ts";

const permission = "org:projects:read";

/** One procedure that reads a project: the same input, output and query, by one way to make procedures. */
export interface Way {
  readonly name: string;
  /** A call as one request makes it: with a context and a caller of its own. */
  call(organization: number): Promise<{ readonly id: string }>;
}

/**
 * tRPC alone: the schemas are parsed and the resolver runs the same query through the same scoped handle, which it makes itself.
 * No gate: nothing asks who is calling.
 */
const bare = initTRPC.context<{ readonly person: Person; readonly requestId: string }>().create();
const createBareCaller = bare.createCallerFactory(
  bare.router({
    get: bare.procedure
      .input(OneProject)
      .output(Project)
      .query(async ({ ctx, input }) => {
        const { organization } = ctx.person;
        if (!organization) throw new TRPCError({ code: "FORBIDDEN" });
        const context = createContext(ctx.person, ctx.requestId);
        const entry = memberEntry(context, { user: ctx.person, organization }, permission);
        const project = await openReader(entry).project.findFirst({ where: { id: input.id } });
        if (!project) throw new TRPCError({ code: "NOT_FOUND" });
        return project;
      }),
  }),
);

/** tRPC alone without any handle: the resolver has the answer. */
export function plainWay(answer: object): Way {
  const createPlainCaller = bare.createCallerFactory(
    bare.router({
      get: bare.procedure
        .input(OneProject)
        .output(Project)
        // Guarantee: the output schema parses it.
        .query(async () => answer as Project),
    }),
  );
  return {
    name: "Bare tRPC, no handle",
    call: (organization) =>
      createPlainCaller({ person: personOf(organization), requestId: randomUUID() }).get(
        inputOf(organization),
      ),
  };
}

const createGatedCaller = t.createCallerFactory(
  router({
    get: orgProcedure(permission)
      .input(OneProject)
      .output(Project)
      .query(async ({ ctx, input }) => {
        const project = await ctx.db.project.findFirst({ where: { id: input.id } });
        if (!project) throw new TRPCError({ code: "NOT_FOUND" });
        return project;
      }),
  }),
);

export const bareWay: Way = {
  name: "Bare tRPC",
  call: (organization) =>
    createBareCaller({ person: personOf(organization), requestId: randomUUID() }).get(
      inputOf(organization),
    ),
};

export const gatedWay: Way = {
  name: "Gatehouse's orgProcedure",
  call: (organization) =>
    createGatedCaller(createContext(personOf(organization))).get(inputOf(organization)),
};

function inputOf(organization: number) {
  return OneProject.parse({ id: ids.project(organization, 0) });
}

function personOf(organization: number): Person {
  const id = ids.organization(organization);
  return {
    kind: "person",
    userId: ids.user(organization),
    sessionId: `sess_${organization}`,
    issuedAt: Math.floor(Date.now() / 1000),
    impersonatorId: null,
    proof: null,
    platformAdmin: false,
    organization: { id, slug: id, role: "org:admin", permissions: rolePermissions("org:admin") },
  };
}
