import type { Case } from "../compile.ts";

/** What each gate's handle has, and what its context lacks. */
export const gateCases: Case[] = [
  {
    title: "publicProcedure has no projects",
    code: `publicProcedure.query(({ ctx }) => ctx.db.project.findMany());`,
    errors: [{ code: 2339, text: "Property 'project' does not exist on type" }],
  },
  {
    title: "publicProcedure has no users",
    code: `publicProcedure.query(({ ctx }) => ctx.db.user.findMany());`,
    errors: [{ code: 2339, text: "Property 'user' does not exist on type" }],
  },
  {
    title: "publicProcedure knows no user",
    code: `publicProcedure.query(({ ctx }) => ctx.user.userId);`,
    errors: [{ code: 2339, text: "Property 'user' does not exist on type" }],
  },
  {
    title: "publicProcedure reads posts and never writes them",
    code: `publicProcedure.mutation(({ ctx }) => ctx.db.post.create({ data: { slug: "s", title: "t", body: "b" } }));`,
    errors: [{ code: 2339, text: "Property 'create' does not exist on type" }],
  },
  {
    title: "protectedProcedure has no projects",
    code: `protectedProcedure.query(({ ctx }) => ctx.db.project.findMany());`,
    errors: [{ code: 2339, text: "Property 'project' does not exist on type" }],
  },
  {
    title: "protectedProcedure has no tasks",
    code: `protectedProcedure.query(({ ctx }) => ctx.db.task.findMany());`,
    errors: [{ code: 2339, text: "Property 'task' does not exist on type" }],
  },
  {
    title: "protectedProcedure knows no membership",
    code: `protectedProcedure.query(({ ctx }) => ctx.member.organizationId);`,
    errors: [{ code: 2339, text: "Property 'member' does not exist on type" }],
  },
  {
    title: "protectedProcedure does not write the mirror of Clerk",
    code: `protectedProcedure.mutation(({ ctx }) => ctx.db.user.updateMany({ where: {}, data: { platformRole: "admin" } }));`,
    errors: [{ code: 2339, text: "Property 'updateMany' does not exist on type" }],
  },
  {
    title: "protectedProcedure is no administrator",
    code: `protectedProcedure.query(({ ctx }) => ctx.admin.userId);`,
    errors: [{ code: 2339, text: "Property 'admin' does not exist on type" }],
  },
  ...(["create", "createMany", "update", "updateMany", "delete", "deleteMany"] as const).map(
    (method): Case => ({
      title: `org:projects:read has no project.${method}`,
      code: `orgProcedure("org:projects:read").mutation(({ ctx }) => ctx.db.project.${method});`,
      errors: [{ code: 2339, text: `Property '${method}' does not exist on type` }],
    }),
  ),
  {
    title: "org:projects:manage has no writing of tasks",
    code: `orgProcedure("org:projects:manage").mutation(({ ctx }) => ctx.db.task.deleteMany({ where: {} }));`,
    errors: [{ code: 2339, text: "Property 'deleteMany' does not exist on type" }],
  },
  {
    title: "org:projects:manage has no members",
    code: `orgProcedure("org:projects:manage").query(({ ctx }) => ctx.db.membership.findMany());`,
    errors: [{ code: 2339, text: "Property 'membership' does not exist on type" }],
  },
  {
    title: "an organization gate without org:members:read has no users",
    code: `orgProcedure("org:projects:read").query(({ ctx }) => ctx.db.user.findMany());`,
    errors: [{ code: 2339, text: "Property 'user' does not exist on type" }],
  },
  {
    title: "org:members:read has no projects",
    code: `orgProcedure("org:members:read").query(({ ctx }) => ctx.db.project.count());`,
    errors: [{ code: 2339, text: "Property 'project' does not exist on type" }],
  },
  {
    title: "org:projects:read has no audit trail",
    code: `orgProcedure("org:projects:read").query(({ ctx }) => ctx.db.auditEvent.findMany());`,
    errors: [{ code: 2339, text: "Property 'auditEvent' does not exist on type" }],
  },
  {
    title: "org:audit:read does not write the audit trail",
    code: `orgProcedure("org:audit:read").mutation(({ ctx }) => ctx.db.auditEvent.deleteMany({ where: {} }));`,
    errors: [{ code: 2339, text: "Property 'deleteMany' does not exist on type" }],
  },
  {
    title: "protectedProcedure has no inbox of webhooks",
    code: `protectedProcedure.query(({ ctx }) => ctx.db.webhookDelivery.findMany());`,
    errors: [{ code: 2339, text: "Property 'webhookDelivery' does not exist on type" }],
  },
  {
    title: "adminProcedure reads the inbox of webhooks and never writes it",
    code: `adminProcedure.mutation(({ ctx }) => ctx.db.webhookDelivery.update);`,
    errors: [{ code: 2339, text: "Property 'update' does not exist on type" }],
  },
  {
    title: "adminProcedure has no organization's projects",
    code: `adminProcedure.query(({ ctx }) => ctx.db.project.findMany());`,
    errors: [{ code: 2339, text: "Property 'project' does not exist on type" }],
  },
  {
    title: "adminProcedure reads users and never writes them",
    code: `adminProcedure.mutation(({ ctx }) => ctx.db.user.update);`,
    errors: [{ code: 2339, text: "Property 'update' does not exist on type" }],
  },
  {
    title: "orgProcedure without a permission",
    code: `orgProcedure();`,
    errors: [{ code: 2554, text: "Expected 1 arguments, but got 0" }],
  },
  {
    title: "orgProcedure used as a procedure, not called",
    code: `orgProcedure.query(() => 1);`,
    errors: [{ code: 2339, text: "Property 'query' does not exist on type" }],
  },
  {
    title: "an unknown permission",
    code: `orgProcedure("org:projects:own");`,
    errors: [
      {
        code: 2345,
        text: `Argument of type '"org:projects:own"' is not assignable to parameter of type`,
      },
    ],
  },
  {
    title: "a permission that is only a string",
    code: `declare const named: string; orgProcedure(named);`,
    errors: [
      { code: 2345, text: "Argument of type 'string' is not assignable to parameter of type" },
    ],
  },
  {
    title: "a variable that could be either of two permissions",
    code: `declare const either: "org:projects:read" | "org:projects:manage"; orgProcedure(either);`,
    errors: [
      {
        code: 2345,
        text: 'Instead<"name one permission, as a literal: the handle is made for it">',
      },
    ],
  },
  {
    title: "a variable that could be any permission",
    code: `declare const any: Permission; orgProcedure(any);`,
    errors: [
      {
        code: 2345,
        text: 'Instead<"name one permission, as a literal: the handle is made for it">',
      },
    ],
  },
  {
    title: "a stream takes one permission, as a literal",
    code: `declare const either: "org:projects:read" | "org:audit:read"; orgStream(either);`,
    errors: [
      {
        code: 2345,
        text: 'Instead<"name one permission, as a literal: the handle is made for it">',
      },
    ],
  },
  {
    title: "a stream reads what its permission reaches, and no more",
    code: `orgStream("org:projects:read").subscription(({ ctx }) => ctx.deliver({ models: ["project"], after: undefined, read: () => ctx.db.auditEvent.findMany() }));`,
    errors: [{ code: 2339, text: "Property 'auditEvent' does not exist on type" }],
  },
  {
    title: "a query delivers nothing more",
    code: `orgProcedure("org:projects:read").query(({ ctx }) => ctx.deliver);`,
    errors: [{ code: 2339, text: "Property 'deliver' does not exist on type" }],
  },
  {
    title: "a stream hears of models that the database tells of",
    code: `orgStream("org:projects:read").subscription(({ ctx }) => ctx.deliver({ models: ["auditEvent"], after: undefined, read: async () => [] }));`,
    errors: [{ code: 2322, text: "is not assignable to type" }],
  },
  {
    title: "a union named as the type argument",
    code: `orgProcedure<"org:projects:read" | "org:audit:read">("org:audit:read");`,
    errors: [
      {
        code: 2345,
        text: 'Instead<"name one permission, as a literal: the handle is made for it">',
      },
    ],
  },
  {
    title: "an absent permission",
    code: `orgProcedure(undefined);`,
    errors: [
      { code: 2345, text: "Argument of type 'undefined' is not assignable to parameter of type" },
    ],
  },
  {
    title: "a role in a permission's place",
    code: `orgProcedure("org:admin");`,
    errors: [
      { code: 2345, text: `Argument of type '"org:admin"' is not assignable to parameter of type` },
    ],
  },
  {
    title: "a context without a principal",
    code: `appRouter.createCaller({ requestId: "r" });`,
    errors: [{ code: 2345, text: "from type 'Context': principal" }],
  },
  {
    title: "a principal of an unknown kind",
    code: `createContext({ kind: "root" });`,
    errors: [{ code: 2322, text: `Type '"root"' is not assignable to type` }],
  },
  {
    title: "MUST COMPILE: the gates hand over what they grant",
    code: `
      publicProcedure.query(({ ctx }) => ctx.db.post.findMany());
      protectedProcedure.query(({ ctx }) => { exactly<string>().of(ctx.user.userId, true); return ctx.db.post.count(); });
      orgProcedure("org:projects:read").query(({ ctx }) => { exactly<string>().of(ctx.member.organizationId, true); return ctx.db.project.findMany(); });
      orgProcedure("org:projects:manage").mutation(({ ctx }) => ctx.db.project.delete({ where: { key: ctx.db.key(projectId) } }));
      orgProcedure("org:tasks:manage").query(({ ctx }) => ctx.db.membership.findMany());
      adminProcedure.query(({ ctx }) => { exactly<string>().of(ctx.admin.userId, true); return ctx.db.auditEvent.findMany(); });`,
    errors: [],
  },
];
