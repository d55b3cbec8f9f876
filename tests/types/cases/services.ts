import type { Case } from "../compile.ts";

/** A service asks for the handle that proves what it needs; nothing else will do. */
export const serviceCases: Case[] = [
  {
    title: "a service for managers called with a reader's handle",
    code: `
      declare function archiveAll(db: Db<"org", "org:projects:manage">): Promise<void>;
      void archiveAll(readDb);`,
    errors: [
      {
        code: 2345,
        text: 'pass the ctx.db of orgProcedure(\\"org:projects:manage\\")',
      },
    ],
  },
  {
    title: "a service for tasks called with a project manager's handle",
    code: `void createTask(manageDb, { projectId, title: "t" });`,
    errors: [{ code: 2345, text: 'pass the ctx.db of orgProcedure(\\"org:tasks:manage\\")' }],
  },
  {
    title: "a service for an organization called with a signed-in person's handle",
    code: `void listProjects(userDb, { limit: 10, archived: false, search: "" });`,
    errors: [{ code: 2345, text: 'pass the ctx.db of orgProcedure(\\"org:projects:read\\")' }],
  },
  {
    title: "a service for an organization called with an administrator's handle",
    code: `void listMembers(adminDb, page);`,
    errors: [{ code: 2345, text: 'pass the ctx.db of orgProcedure(\\"org:members:read\\")' }],
  },
  {
    title: "a service for a signed-in person called with the public handle",
    code: `void createPost(publicDb, { title: "t", body: "b" });`,
    errors: [{ code: 2345, text: "pass the ctx.db of protectedProcedure" }],
  },
  {
    title:
      "a public service called with a signed-in person's handle, whose drafts it would publish",
    code: `void listPublished(userDb, page);`,
    errors: [
      {
        code: 2345,
        text: "Types of property '[proof]' are incompatible. Property 'public' is missing in type",
      },
    ],
  },
  {
    title: "a service for administrators called with a person's handle",
    code: `void countAll(userDb);`,
    errors: [{ code: 2345, text: "pass the ctx.db of adminProcedure" }],
  },
  {
    title: "a permission for another noun",
    code: `void listProjects(auditDb, { limit: 10, archived: false, search: "" });`,
    errors: [{ code: 2345, text: 'pass the ctx.db of orgProcedure(\\"org:projects:read\\")' }],
  },
  {
    title: "a hand-made object with every method",
    code: `void listProjects({ project: readDb.project, task: readDb.task, organization: readDb.organization, key: readDb.key }, { limit: 10, archived: false, search: "" });`,
    errors: [{ code: 2345, text: "Property '[proof]' is missing in type" }],
  },
  {
    title: "a hand-made public handle",
    code: `const made: Db<"public"> = { post: publicDb.post };`,
    errors: [{ code: 2322, text: "Property '[proof]' is missing in type" }],
  },
  {
    title: "the proof cannot be named",
    code: `import { proof } from "@/src/server/db/handle";`,
    errors: [{ code: 2459, text: "declares 'proof' locally, but it is not exported" }],
  },
  {
    title: "two handles poured into one",
    code: `const both: Db<"org", "org:tasks:manage"> = { ...readDb, ...membersDb };`,
    errors: [{ code: 2322, text: 'pass the ctx.db of orgProcedure(\\"org:tasks:manage\\")' }],
  },
  {
    title: "the raw client passed as a handle",
    code: `void listProjects(prisma, { limit: 10, archived: false, search: "" });`,
    errors: [{ code: 2345, text: 'pass the ctx.db of orgProcedure(\\"org:projects:read\\")' }],
  },
  {
    title: "a raw delegate passed as a handle",
    code: `void readPublished({ post: prisma.post }, "slug");`,
    errors: [
      {
        code: 2322,
        text: "Type 'PostDelegate<DefaultArgs, { omit: GlobalOmitConfig | undefined; }>' is not assignable",
      },
    ],
  },
  {
    title: "a transaction of the raw client passed as a handle",
    code: `void prisma.$transaction((transaction) => createPost(transaction, { title: "t", body: "b" }));`,
    errors: [{ code: 2345, text: "pass the ctx.db of protectedProcedure" }],
  },
  {
    title: "a handle of one permission or another, where both are asked",
    code: `
      declare const either: Db<"org", "org:projects:read"> | Db<"org", "org:members:read">;
      void listProjects(either, { limit: 10, archived: false, search: "" });`,
    errors: [{ code: 2345, text: 'pass the ctx.db of orgProcedure(\\"org:projects:read\\")' }],
  },
  {
    title: "an anonymous principal has no user",
    code: `declare const principal: Principal; principal.userId;`,
    errors: [{ code: 2339, text: "Property 'userId' does not exist on type 'Principal'" }],
  },
  {
    title: "an unknown error code",
    code: `new AppError("forbidden");`,
    errors: [
      { code: 2345, text: `Argument of type '"forbidden"' is not assignable to parameter of type` },
    ],
  },
  {
    title: "MUST COMPILE: proving more serves where less is needed",
    code: `
      void listProjects(manageDb, { limit: 10, archived: false, search: "" });
      void listProjects(tasksDb, { limit: 10, archived: false, search: "" });
      void listMembers(tasksDb, { ...page, search: "", order: "asc" });
      const less: Db<"org", "org:projects:read"> = manageDb;
      orgProcedure("org:projects:manage").query(({ ctx }) => listProjects(ctx.db, { limit: 10, archived: false, search: "" }));`,
    errors: [],
  },
];
