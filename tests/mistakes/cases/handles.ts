import type { Mistake } from "../judge.ts";

const service = (
  body: string,
  imports = "",
): string => `import type { Db } from "@/src/server/db/handle";
${imports}
${body}`;

const project = "src/server/project/list.ts";

/** What people do with a handle, or without one. */
export const handleMistakes: Mistake[] = [
  {
    title: "the raw client instead of a handle",
    file: project,
    mistake: `import { PrismaClient } from "@/src/server/db/generated/client";

export function listProjects(prisma: PrismaClient) {
  return prisma.project.findMany({ take: 20 });
}
`,
    refused: ["lint gatehouse/walls", "lint @typescript-eslint/consistent-type-imports"],
    advice: "Take the handle you need as an argument (`db: Db<…>`) and let a gate pass it.",
    right: service(`export function listProjects(db: Db<"org", "org:projects:read">) {
  return db.project.findMany({ take: 20 });
}
`),
  },
  {
    title: "a connection of one's own",
    file: project,
    mistake: `import pg from "pg";

export async function countProjects(url: string): Promise<number | null> {
  const client = new pg.Client(url);
  await client.connect();
  return (await client.query('SELECT 1 FROM "Project"')).rowCount;
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Take the handle you need as an argument (`db: Db<…>`) and let a gate pass it.",
    right:
      service(`export function countProjects(db: Db<"org", "org:projects:read">): Promise<number> {
  return db.project.count();
}
`),
  },
  {
    title: "the process's database in a service",
    file: project,
    mistake: `import { database } from "@/src/server/db/database";

export function listProjects() {
  return database().prisma.project.findMany({ take: 20 });
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Use \`ctx.db\`.",
    right: service(`export function listProjects(db: Db<"org", "org:projects:read">) {
  return db.project.findMany({ take: 20 });
}
`),
  },
  {
    title: "a service called without a handle",
    file: "src/server/task/router.ts",
    mistake: `import { protectedProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { createTask } from "./create";
import { CreateTask, Task } from "./schema";

export const taskRouter = router({
  create: protectedProcedure
    .input(CreateTask)
    .output(Task)
    .mutation(({ ctx, input }) => createTask(ctx, input)),
});
`,
    refused: ["compiler TS2345"],
    advice: 'pass the ctx.db of orgProcedure(\\"org:tasks:manage\\")',
    right: `import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { createTask } from "./create";
import { CreateTask, Task } from "./schema";

export const taskRouter = router({
  create: orgProcedure("org:tasks:manage")
    .input(CreateTask)
    .output(Task)
    .mutation(({ ctx, input }) => createTask(ctx.db, input)),
});
`,
  },
  {
    title: "a service for managers called by a gate for readers",
    file: "src/server/project/router.ts",
    mistake: `import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { createTask } from "@/src/server/task/create";
import { CreateTask, Task } from "@/src/server/task/schema";

export const projectRouter = router({
  addTask: orgProcedure("org:projects:read")
    .input(CreateTask)
    .output(Task)
    .mutation(({ ctx, input }) => createTask(ctx.db, input)),
});
`,
    refused: ["compiler TS2345"],
    advice: 'pass the ctx.db of orgProcedure(\\"org:tasks:manage\\")',
    right: `import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { createTask } from "@/src/server/task/create";
import { CreateTask, Task } from "@/src/server/task/schema";

export const projectRouter = router({
  addTask: orgProcedure("org:tasks:manage")
    .input(CreateTask)
    .output(Task)
    .mutation(({ ctx, input }) => createTask(ctx.db, input)),
});
`,
  },
  {
    title: "a write that the permission does not grant",
    file: project,
    mistake: service(`export function renameAll(db: Db<"org", "org:projects:read">) {
  return db.project.updateMany({ where: {}, data: { name: "n" } });
}
`),
    refused: ["compiler TS2339"],
    advice: "for more, ask another gate or permission: src/access/grants.ts",
    right: service(`export function renameAll(db: Db<"org", "org:projects:manage">) {
  return db.project.updateMany({ where: {}, data: { name: "n" } });
}
`),
  },
  {
    title: "a model that the gate does not grant",
    file: "src/server/me/read.ts",
    mistake: service(`export function readTrail(db: Db<"user">) {
  return db.auditEvent.findMany({ take: 20 });
}
`),
    refused: ["compiler TS2339"],
    advice: "for more, ask another gate or permission: src/access/grants.ts",
    right: service(`export function readTrail(db: Db<"org", "org:audit:read">) {
  return db.auditEvent.findMany({ take: 20 });
}
`),
  },
  {
    title: "a handle made by a cast",
    file: project,
    mistake: service(
      `export function listAll(client: object) {
  // Guarantee: it has the same methods.
  return listProjects(client as Db<"org", "org:projects:read">, { limit: 10, archived: false, search: "" });
}
`,
      `import { listProjects } from "./list";\n`,
    ),
    refused: ["lint gatehouse/advice"],
    advice: "Take the handle as an argument (`db: Db<…>`) and pass the ctx.db of a procedure",
    right: service(
      `export function listAll(db: Db<"org", "org:projects:read">) {
  return listProjects(db, { limit: 10, archived: false, search: "" });
}
`,
      `import { listProjects } from "./list";\n`,
    ),
  },
  {
    title: "a handle kept for later",
    file: project,
    mistake: service(`let current: Db<"org", "org:projects:read"> | undefined;

export function keep(db: Db<"org", "org:projects:read">): void {
  current = db;
}
export function countLater(): Promise<number> | undefined {
  return current?.project.count();
}
`),
    refused: ["lint gatehouse/advice", "lint gatehouse/advice"],
    advice: "Pass what a call needs, its handle too, as arguments",
    right: service(`export function countNow(db: Db<"org", "org:projects:read">): Promise<number> {
  return db.project.count();
}
`),
  },
  {
    title: "an organization written with a row",
    file: project,
    mistake:
      service(`export function create(db: Db<"org", "org:projects:manage">, organizationId: string) {
  return db.project.create({ data: { name: "n", organizationId } });
}
`),
    refused: ["compiler TS2322"],
    advice: "leave it out: the database fills it in from the caller's claims",
    right: service(`export function create(db: Db<"org", "org:projects:manage">) {
  return db.project.create({ data: { name: "n" } });
}
`),
  },
  {
    title: "a row moved to another organization",
    file: "src/server/task/create.ts",
    mistake:
      service(`export function move(db: Db<"org", "org:tasks:manage">, id: string, to: { organizationId: string }) {
  return db.task.update({ where: { key: db.key(id) }, data: to });
}
`),
    refused: ["compiler TS2322"],
    advice: "leave it out: the database fills it in",
    right:
      service(`export function rename(db: Db<"org", "org:tasks:manage">, id: string, to: { title: string }) {
  return db.task.update({ where: { key: db.key(id) }, data: to });
}
`),
  },
  {
    title: "a row of another model written through a relation",
    file: project,
    mistake: service(`export function createWithTask(db: Db<"org", "org:projects:manage">) {
  return db.project.create({ data: { name: "n", tasks: { create: { title: "t" } } } });
}
`),
    refused: ["compiler TS2353"],
    advice: "write scalars: a row of another model is written by that model's own method of ctx.db",
    right:
      service(`export function createTask(db: Db<"org", "org:tasks:manage">, projectId: string) {
  return db.task.create({ data: { projectId, title: "t" } });
}
`),
  },
  {
    title: "findUnique, which Prisma batches across callers",
    file: project,
    mistake: service(`export function one(db: Db<"org", "org:projects:read">, id: string) {
  return db.project.findUnique({ where: { key: db.key(id) } });
}
`),
    refused: ["compiler TS2339", "lint gatehouse/advice"],
    advice: "Use findFirst.",
    right: service(`export function one(db: Db<"org", "org:projects:read">, id: string) {
  return db.project.findFirst({ where: { id } });
}
`),
  },
  {
    title: "SQL of one's own",
    file: project,
    mistake: service(`export function count(db: Db<"org", "org:projects:read">) {
  return db.$queryRaw\`SELECT count(*) FROM "Project"\`;
}
`),
    refused: ["compiler TS2339", "lint gatehouse/advice"],
    advice: "Use the methods of ctx.db.",
    right: service(`export function count(db: Db<"org", "org:projects:read">) {
  return db.project.count();
}
`),
  },
  {
    title: "a batch of statements as a transaction",
    file: "src/server/task/create.ts",
    mistake:
      service(`export function replace(db: Db<"org", "org:tasks:manage">, id: string, projectId: string) {
  return db.$transaction([
    db.task.delete({ where: { key: db.key(id) } }),
    db.task.create({ data: { projectId, title: "t" } }),
  ]);
}
`),
    refused: ["compiler TS2339", "lint gatehouse/advice"],
    advice: "a mutation is one transaction already",
    right:
      service(`export async function replace(db: Db<"org", "org:tasks:manage">, id: string, projectId: string) {
  await db.task.delete({ where: { key: db.key(id) } });
  return db.task.create({ data: { projectId, title: "t" } });
}
`),
  },
  {
    title: "a list without an end",
    file: project,
    mistake: service(`export function all(db: Db<"org", "org:projects:read">) {
  return db.project.findMany({ where: { archivedAt: null }, orderBy: { createdAt: "desc" } });
}
`),
    refused: ["lint gatehouse/advice"],
    advice: "Bound the list: spread pageArgs(…) of src/server/page.ts, or give \`take\`.",
    right: service(`export function all(db: Db<"org", "org:projects:read">) {
  return db.project.findMany({
    where: { archivedAt: null },
    orderBy: { createdAt: "desc" },
    take: 100,
  });
}
`),
  },
  {
    title: "a write that nobody waits for",
    file: "src/server/task/create.ts",
    mistake: service(`export function remove(db: Db<"org", "org:tasks:manage">, id: string) {
  db.task.delete({ where: { key: db.key(id) } });
  return { id };
}
`),
    refused: ["lint @typescript-eslint/no-floating-promises"],
    advice: "Promises must be awaited",
    right: service(`export async function remove(db: Db<"org", "org:tasks:manage">, id: string) {
  await db.task.delete({ where: { key: db.key(id) } });
  return { id };
}
`),
  },
  {
    title: "a failure taken for a success",
    file: "src/server/task/create.ts",
    mistake: service(`export async function remove(db: Db<"org", "org:tasks:manage">, id: string) {
  try {
    await db.task.delete({ where: { key: db.key(id) } });
  } catch {
    return { id, removed: false };
  }
  return { id, removed: true };
}
`),
    refused: ["lint gatehouse/advice"],
    advice: "Let the error pass",
    right: service(`export async function remove(db: Db<"org", "org:tasks:manage">, id: string) {
  await db.task.delete({ where: { key: db.key(id) } });
  return { id, removed: true };
}
`),
  },
  {
    title: "another procedure called from within one",
    file: "src/server/task/create.ts",
    mistake: `import { createCaller } from "@/src/server/trpc/caller";
import type { Context } from "@/src/server/trpc/context";
import type { ProjectId } from "@/src/access/ids";

export function readProject(ctx: Context, id: ProjectId) {
  return createCaller(ctx).project.get({ id });
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Call the other noun's service with ctx.db",
    right: service(
      `export function readProject(db: Db<"org", "org:tasks:manage">, id: ProjectId) {
  return db.project.findFirst({ where: { id } });
}
`,
      `import type { ProjectId } from "@/src/access/ids";\n`,
    ),
  },
  {
    title: "an error that the caller cannot be told",
    file: "src/server/project/list.ts",
    mistake: service(`export async function one(db: Db<"org", "org:projects:read">, id: string) {
  const found = await db.project.findFirst({ where: { id } });
  if (!found) throw new Error("project not found");
  return found;
}
`),
    refused: ["lint gatehouse/advice"],
    advice: "Throw an AppError with a code of src/access/errors.ts.",
    right: service(
      `export async function one(db: Db<"org", "org:projects:read">, id: string) {
  const found = await db.project.findFirst({ where: { id } });
  if (!found) throw new AppError("not_found");
  return found;
}
`,
      `import { AppError } from "@/src/access/errors";\n`,
    ),
  },
  {
    title: "an error code of one's own",
    file: "src/server/project/list.ts",
    mistake: `import { AppError } from "@/src/access/errors";

export function refuse(): never {
  throw new AppError("project_missing");
}
`,
    refused: ["compiler TS2345"],
    advice: `is not assignable to parameter of type '"signed_out" | `,
    right: `import { AppError } from "@/src/access/errors";

export function refuse(): never {
  throw new AppError("not_found");
}
`,
  },
  {
    title: "an absent row asserted away",
    file: project,
    mistake: service(`export async function nameOf(db: Db<"org", "org:projects:read">, id: string) {
  return (await db.project.findFirst({ where: { id } }))!.name;
}
`),
    refused: ["lint @typescript-eslint/no-non-null-assertion", "lint gatehouse/advice"],
    advice: 'Say what happens when it is absent: throw new AppError("not_found")',
    right: service(
      `export async function nameOf(db: Db<"org", "org:projects:read">, id: string) {
  const found = await db.project.findFirst({ where: { id } });
  if (!found) throw new AppError("not_found");
  return found.name;
}
`,
      `import { AppError } from "@/src/access/errors";\n`,
    ),
  },
  {
    title: "one noun's id passed for another's",
    file: "src/server/task/create.ts",
    mistake: service(
      `export function copy(db: Db<"org", "org:tasks:manage">, id: TaskId) {
  return createTask(db, { projectId: id, title: "t" });
}
`,
      `import type { TaskId } from "@/src/access/ids";\nimport { createTask } from "./create";\n`,
    ),
    refused: ["compiler TS2322"],
    advice: `is not assignable to type 'string & $brand<"ProjectId">'`,
    right: service(
      `export function copy(db: Db<"org", "org:tasks:manage">, id: ProjectId) {
  return createTask(db, { projectId: id, title: "t" });
}
`,
      `import type { ProjectId } from "@/src/access/ids";\nimport { createTask } from "./create";\n`,
    ),
  },
];
