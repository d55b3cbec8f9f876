import { mutantsOf } from "../mutant.ts";

const gates = "tests/unit/trpc/gates.test.ts";
const transaction = "tests/integration/gates/transaction.test.ts";
const enter = "tests/integration/db/enter.test.ts";
const permission = "tests/integration/gates/permission.test.ts";
const stream = "tests/integration/gates/stream.test.ts";
const types = "tests/types/compile.test.ts";

/** What each gate asks of its caller, and what it tells the database about them. */
export const admissionMutants = mutantsOf(
  "src/server/trpc/admission.ts",
  [gates],
  [
    {
      id: "gate/public-mutation",
      guard: "the public gate refuses mutations",
      find: `if (type === "mutation") throw new AppError("signed_out");`,
      replace: "",
    },
    {
      id: "gate/signed-in",
      guard: "a gate asks for a person",
      find: `if (principal.kind !== "person") throw new AppError("signed_out");`,
      replace: `if (principal.kind !== "person") return { ...ctx } as unknown as Person;`,
    },
    {
      id: "gate/page-organization",
      guard: "a page of one organization does not act with another's token",
      find: `if (pageOrganization !== null && pageOrganization !== principal.organization?.id)`,
      replace: `if (pageOrganization === "")`,
    },
    {
      id: "gate/page-without-organization",
      guard: "a page of an organization does not act with a token of none",
      find: `pageOrganization !== principal.organization?.id)`,
      replace: `principal.organization && pageOrganization !== principal.organization.id)`,
    },
    {
      id: "gate/org-signed-in",
      guard: "the organization's gate asks for a person",
      find: `  const user = requirePerson(ctx);\n  const { organization } = user;`,
      replace: `  const user = ctx.principal as Person;\n  const { organization } = user;`,
    },
    {
      id: "gate/admin-signed-in",
      guard: "the administrators' gate asks for a person",
      find: `const admin = requirePerson(ctx);`,
      replace: `const admin = ctx.principal as Person;`,
    },
    {
      id: "gate/org-active",
      guard: "the organization's gate asks for an organization",
      find: `if (!organization) throw new AppError("no_organization");`,
      replace: `if (!organization) return { user, organization: { id: "", slug: null, role: null, permissions: [] }, presumed: true };`,
    },
    {
      id: "gate/org-presumed",
      guard: "whose token lacks the permission is told nothing before the database has decided",
      find: `presumed: organization.permissions.includes(required)`,
      replace: `presumed: true`,
      killers: [permission],
    },
    {
      id: "gate/org-which-permission",
      guard: "the permission asked for is the procedure's own",
      find: `organization.permissions.includes(required)`,
      replace: `organization.permissions.includes("org:projects:read")`,
      killers: [permission],
    },
    {
      id: "gate/claim-required",
      guard: "the database is told which permission is required",
      find: `      required,\n      //`,
      replace: `      required: "org:projects:read",\n      //`,
      killers: [permission],
    },
    {
      id: "gate/admin-platform",
      guard: "the administrators' gate asks for an administrator",
      find: `!admin.platformAdmin || admin.impersonatorId !== null`,
      replace: `admin.impersonatorId !== null`,
    },
    {
      id: "gate/admin-impersonated",
      guard: "the administrators' gate refuses who is impersonated",
      find: `!admin.platformAdmin || admin.impersonatorId !== null`,
      replace: `!admin.platformAdmin`,
    },
    {
      id: "gate/command-themselves",
      guard: "nobody changes who has access while acting as somebody else",
      find: `if (person.impersonatorId !== null) throw new AppError("impersonated");`,
      replace: "",
    },
    {
      id: "gate/fresh",
      guard: "what asks for a fresh proof refuses an old one",
      find: `if (!isFresh(person.proof)) throw new AppError("reverification_required");`,
      replace: "",
    },
    {
      id: "gate/command-mutation",
      guard: "a command is no query",
      find: `if (type !== "mutation") throw new Error("A command is a mutation.");`,
      replace: "",
    },
    {
      id: "gate/claim-session",
      guard: "the database is told the session",
      find: `session: person.sessionId,`,
      replace: "",
      killers: [enter],
    },
    {
      id: "gate/claim-issued",
      guard: "the database is told when the token was issued",
      find: `issuedAt: person.issuedAt,`,
      replace: `issuedAt: Math.floor(Date.now() / 1000) + 60,`,
      killers: [enter],
    },
    {
      id: "gate/claim-impersonator",
      guard: "the database is told who is behind an impersonation",
      find: `impersonator: person.impersonatorId ?? undefined,`,
      replace: "",
      killers: [enter],
    },
    {
      id: "gate/claim-permissions",
      guard: "the token's permissions go along only where they decide",
      find: `permissionSource === "clerk" ?`,
      replace: `permissionSource !== "clerk" ?`,
      killers: [enter],
    },
  ],
);

/** The four procedures. */
export const gateMutants = mutantsOf(
  "src/server/trpc/procedures.ts",
  [gates],
  [
    {
      id: "gate/public-asks",
      guard: "the public gate asks whether it is a query",
      find: `  requireQuery(type);\n`,
      replace: "",
    },
    {
      id: "gate/user-asks",
      guard: "the user's gate asks for a person",
      find: `const user = requirePerson(ctx);`,
      replace: `const user = ctx.principal as Parameters<typeof userEntry>[1];`,
    },
    {
      id: "gate/org-asks",
      guard: "the organization's gate asks for the procedure's own permission",
      find: `memberEntry(ctx, { user, organization }, required)`,
      replace: `memberEntry(ctx, { user, organization }, "org:projects:read" as P)`,
      killers: [permission],
    },
    {
      id: "gate/stream-asks",
      guard: "a stream's gate asks for the procedure's own permission",
      find: `memberEntry(ctx, { user, organization }, watched)`,
      replace: `memberEntry(ctx, { user, organization }, "org:projects:read" as P)`,
      killers: [stream],
    },
    {
      id: "gate/stream-enters",
      guard: "a stream asks the database before it delivers, also where nothing is read",
      find: `    await check();\n`,
      replace: "",
      killers: [stream],
    },
    {
      id: "gate/stream-refusals",
      guard: "what ends a stream is a code of the union, and on the trail",
      find: `      await auditRefusal({ gate, ctx, type, path, getRawInput, code: errorCodeOf(shown) });`,
      replace: "",
      killers: [stream],
    },
    {
      id: "gate/admin-asks",
      guard: "the administrators' gate asks for an administrator",
      find: `const admin = requireAdministrator(ctx);`,
      replace: `const admin = requirePerson(ctx);`,
    },
    {
      id: "gate/admin-inquiry-asks",
      guard: "the administrators' inquiries ask for an administrator",
      find: `const inquirer = requireAdministrator(ctx);`,
      replace: `const inquirer = requirePerson(ctx);`,
    },
    {
      id: "gate/admin-inquiry-audited",
      guard: "an administrator's inquiry leaves an audit row, or has no answer",
      find: `  return runAudited(
    entry,
    type,
    () => Promise.resolve(result),
    () => line,
  );
`,
      replace: `  return { ...result, line };\n`,
      killers: ["tests/integration/noun/admin-detail.test.ts"],
    },
    {
      id: "gate/admin-reads-audited",
      guard: "an administrator's reads leave an audit row",
      find: `entry.gate !== "admin" && type !== "mutation"`,
      replace: `type !== "mutation"`,
      killers: ["tests/integration/noun/admin.test.ts"],
    },
    {
      id: "gate/public-errors",
      guard: "what a call throws leaves as a code of the closed union",
      find: `    throw error;\n`,
      replace: `    throw result.error;\n`,
    },
    {
      id: "gate/mutations-audited",
      guard: "a mutation is one transaction with its audit row",
      find: `if (entry.gate !== "admin" && type !== "mutation") return runQuery(entry, run, presumed);`,
      replace: `if (entry.gate !== "admin") return runQuery(entry, run, presumed);`,
      killers: [transaction],
    },
    {
      id: "gate/user-command-asks",
      guard: "the user's commands ask for a person, as themselves",
      find: `const user = requireThemselves(requirePerson(ctx));`,
      replace: `const user = ctx.principal as Parameters<typeof userEntry>[1];`,
    },
    {
      id: "gate/org-command-asks",
      guard: "the organization's commands ask for the procedure's own permission",
      find: `memberEntry(ctx, { user, organization }, wanted)`,
      replace: `memberEntry(ctx, { user, organization }, "org:projects:read" as P)`,
      killers: [permission],
    },
    {
      id: "gate/org-command-themselves",
      guard: "the organization's commands are nobody's who acts as somebody else",
      find: `      requireThemselves(user);\n`,
      replace: "",
    },
    {
      id: "gate/admin-command-asks",
      guard: "the administrators' commands ask for an administrator",
      find: `requireThemselves(requireAdministrator(ctx))`,
      replace: `requireThemselves(requirePerson(ctx))`,
    },
    {
      id: "gate/fresh-command-asks",
      guard: "the administrators' commands that ask for a fresh proof do ask",
      find: `if (fresh) requireFresh(admin);`,
      replace: "",
    },
    {
      id: "gate/fresh-org-asks",
      guard: "the organization's procedures that ask for a fresh proof do ask",
      find: `required);
      if (fresh) requireFresh(user);`,
      replace: `required);`,
    },
    {
      id: "gate/fresh-org-command-asks",
      guard: "the organization's commands that ask for a fresh proof do ask",
      find: `requireThemselves(user);
      if (fresh) requireFresh(user);`,
      replace: `requireThemselves(user);`,
    },
    {
      id: "gate/fresh-user-command-asks",
      guard: "the user's commands that ask for a fresh proof do ask",
      find: `requireThemselves(requirePerson(ctx));
    if (fresh) requireFresh(user);`,
      replace: `requireThemselves(requirePerson(ctx));`,
    },
    {
      id: "gate/command-twice-told",
      guard: "what became of a command is on the trail once",
      find: `if (!(result.error.cause instanceof CommandFault))`,
      replace: `if (result)`,
      killers: ["tests/integration/command/unknown.test.ts"],
    },
    {
      id: "gate/one-permission",
      guard: "orgProcedure takes one literal, not a union",
      find: `(permission: P & One<P>)`,
      replace: `(permission: P)`,
      killers: [types],
    },
  ],
);

const seal = "tests/unit/trpc/seal.test.ts";

/** What makes a procedure one of a gate's. */
export const sealMutants = [
  ...mutantsOf(
    "src/server/trpc/seal.ts",
    [seal],
    [
      {
        id: "seal/one-gate",
        guard: "a procedure runs one gate, not two poured together",
        find: `run.length === 1 && `,
        replace: "",
      },
      {
        id: "seal/own-stamp",
        guard: "a procedure's label is that of the gate it runs",
        find: ` && meta[seal] === only`,
        replace: "",
      },
      {
        id: "seal/from-a-gate",
        guard: "a label counts only with the gate's own middleware",
        find: `return only !== undefined && run.length === 1 && meta[seal] === only ? only : null;`,
        replace: `return only === undefined ? (meta[seal] as Stamp) : run.length === 1 && meta[seal] === only ? only : null;`,
      },
      {
        id: "seal/frozen",
        guard: "a stamp cannot be changed",
        find: `Object.freeze({ gate, permission, command, fresh, stream })`,
        replace: `{ gate, permission, command, fresh, stream }`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/trpc/router.ts",
    [seal],
    [
      {
        id: "router/stamped",
        guard: "a router takes only what a gate made",
        find: `if (!stamp) throw`,
        replace: `if (!stamp) continue; if (!procedure) throw`,
      },
      {
        id: "router/streams",
        guard: "a subscription is a stream's, and nothing else is",
        find: `stamp.stream !== (procedure._def.type === "subscription")`,
        replace: `stamp.stream === null`,
      },
      {
        id: "router/lazy",
        guard: "a router takes no lazy ones",
        find: `Object.keys(made._def.lazy).length > 0`,
        replace: `made._def.lazy === undefined`,
      },
      {
        id: "router/sealed-type",
        guard: "a procedure without a stamp does not compile in a router",
        find: `  meta: Meta;`,
        replace: `  meta: unknown;`,
        killers: [types],
      },
      {
        id: "router/sealed-router-type",
        guard: "a foreign router does not compile in a router",
        find: `type SealedRouter = AnyRouter & { readonly [sealedRouter]: true };`,
        replace: `type SealedRouter = AnyRouter;`,
        killers: [types],
      },
    ],
  ),
];
