import type { Case } from "../compile.ts";

const foreign = `const foreign = initTRPC.create();`;

/** Only procedures of the four gates become part of a router, and they say what goes in and what comes out. */
export const routerCases: Case[] = [
  {
    title: "a bare procedure in a router",
    code: `${foreign} router({ open: foreign.procedure.query(() => 1) });`,
    errors: [
      {
        code: 2322,
        text: "is not assignable to type '(SealedRecord | SealedProcedure<\"make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure",
      },
    ],
  },
  {
    title: "a bare procedure, nested",
    code: `${foreign} router({ deep: { open: foreign.procedure.query(() => 1) } });`,
    errors: [
      {
        code: 2322,
        text: "Type '{ open: QueryProcedure<{ input: void; output: number; meta: object; }>; }' is not assignable to type '(SealedRecord | SealedProcedure<\"make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure",
      },
    ],
  },
  {
    title: "a bare procedure beside a sealed one",
    code: `${foreign} router({ shut: publicProcedure.query(() => 1), open: foreign.procedure.query(() => 1) });`,
    errors: [
      {
        code: 2322,
        text: "Type 'QueryProcedure<{ input: void; output: number; meta: object; }>' is not assignable to type '(SealedRecord | SealedProcedure<\"make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure",
      },
    ],
  },
  {
    title: "a foreign router, nested",
    code: `${foreign} router({ deep: foreign.router({ open: foreign.procedure.query(() => 1) }) });`,
    errors: [{ code: 2322, text: "Property '[sealedRouter]' is missing in type" }],
  },
  {
    title: "a foreign procedure with the gate's own context",
    code: `
      const same = initTRPC.context<ReturnType<typeof createContext>>().meta<{ gate: "org" }>().create();
      router({ open: same.procedure.meta({ gate: "org" }).query(() => 1) });`,
    errors: [
      {
        code: 2322,
        text: "is not assignable to type '(SealedRecord | SealedProcedure<\"make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure",
      },
    ],
  },
  {
    title: "a function in a procedure's place",
    code: `router({ open: () => Promise.resolve(1) });`,
    errors: [
      {
        code: 2322,
        text: "Type '() => Promise<number>' is not assignable to type '(SealedRecord | SealedProcedure<\"make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure",
      },
    ],
  },
  {
    title: "a procedure that was not finished",
    code: `router({ open: publicProcedure.input(z.void()) });`,
    errors: [
      {
        code: 2322,
        text: "is not assignable to type '(SealedRecord | SealedProcedure<\"make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure",
      },
    ],
  },
  ...(["organizationId", "orgId", "tenantId", "workspaceId"] as const).map((field): Case => ({
    title: `an input with ${field}`,
    code: `router({ deep: { list: orgProcedure("org:projects:read").input(z.object({ ${field}: z.string() }).optional()).query(() => 1) } });`,
    errors: [{ code: 2322, text: 'Instead<"take the organization from ctx.member' }],
  })),
  {
    title: "a label written by hand",
    code: `publicProcedure.meta({ gate: "admin", permission: null });`,
    errors: [{ code: 2353, text: "'gate' does not exist in type 'Meta'" }],
  },
  {
    title: "an output that is not what the schema says",
    code: `publicProcedure.output(z.object({ id: z.string() })).query(() => ({ id: 1 }));`,
    errors: [{ code: 2322, text: "Type 'number' is not assignable to type 'string'" }],
  },
  {
    title: "an output that lacks a field of the schema",
    code: `orgProcedure("org:projects:read").output(Project).query(({ ctx }) => ctx.db.project.findMany());`,
    errors: [
      {
        code: 2322,
        text: "is missing the following properties from type '{ id: string; name: string; archivedAt: Date | null;",
      },
    ],
  },
  {
    title: "an input that the schema does not know",
    code: `publicProcedure.input(z.object({ slug: z.string() })).query(({ input }) => input.title);`,
    errors: [{ code: 2339, text: "Property 'title' does not exist on type '{ slug: string; }'" }],
  },
  {
    title: "MUST COMPILE: sealed procedures, flat and nested, with their types kept",
    code: `
      const inner = router({ count: publicProcedure.output(z.number()).query(() => 1) });
      const outer = router({ inner, flat: { name: protectedProcedure.output(z.string()).query(() => "n") } });
      const caller = outer.createCaller(createContext({ kind: "anonymous" }));
      exactly<number>().of(await caller.inner.count(), true);
      exactly<string>().of(await caller.flat.name(), true);`,
    errors: [],
  },
];
