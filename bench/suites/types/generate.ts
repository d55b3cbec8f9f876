import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "./dialects.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** Of each router. */
const procedures = 10;

/** Where an editor is asked what could follow: right after the text, which is in the file once. */
export interface Spot {
  readonly file: string;
  readonly after: string;
}

export interface Program {
  readonly folder: string;
  readonly routers: number;
  /** Whose input an editor changes between the questions. */
  readonly edited: Spot;
  readonly spots: Readonly<Record<"db" | "hooks" | "caller" | "data", Spot>>;
}

/** Writes so many procedures, ten a router, with a root router, a component that uses them and a caller. */
export function generate(dialect: Dialect, count: number): Program {
  const routers = count / procedures;
  const folder = join(root, ".local", "bench-types", `${dialect.folder}-${count}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const numbers = Array.from({ length: routers }, (_, n) => n);
  const files = numbers.map((n) => write(`noun${n}.ts`, routerText(dialect, n)));
  const edited = files[0] ?? "";
  write("base.ts", dialect.base);
  write("root.ts", rootText(dialect, numbers));
  const client = write("client.tsx", clientText(numbers));
  const caller = write("caller.ts", callerText(numbers));
  write("tsconfig.json", JSON.stringify(configuration, null, 2));
  return {
    folder,
    routers,
    edited: { file: edited, after: "z.strictObject({ " },
    spots: {
      db: { file: edited, after: "id: input.projectId };\n      const project = await ctx.db." },
      hooks: { file: client, after: "export const completed = trpc." },
      caller: { file: caller, after: "export const completed = caller." },
      data: { file: client, after: "export const shown = use0().data?." },
    },
  };
}

/** As the project's own, for these files and what they import. Next's plugin has nothing to say of them. */
const configuration = {
  extends: "../../../tsconfig.json",
  compilerOptions: { incremental: false, plugins: [] },
  include: ["**/*.ts", "**/*.tsx"],
  exclude: [],
};

function routerText(dialect: Dialect, n: number): string {
  const { imports, reads, manages, writesTasks, own, one, by } = dialect;
  const kind = `kind: "noun${n}" as const`;
  return `import { z } from "zod";
${imports}

const OneOf${n} = z.strictObject({ id: z.uuid() });
const Named${n} = z.strictObject({ id: z.uuid(), name: z.string().min(1).max(${100 + n}) });
const Project${n} = z.object({
  kind: z.literal("noun${n}"),
  id: z.string(),
  name: z.string(),
  archivedAt: z.date().nullable(),
  createdById: z.string(),
  createdAt: z.date(),
});
const Task${n} = z.object({
  kind: z.literal("noun${n}"),
  id: z.string(),
  projectId: z.string(),
  title: z.string(),
  doneAt: z.date().nullable(),
});

export const noun${n}Router = router({
  list: ${reads}
    .input(z.strictObject({ limit: z.number().int().min(1).max(100), search: z.string().optional() }))
    .output(z.array(Project${n}))
    .query(async ({ ctx, input }) => {
      const rows = await ctx.db.project.findMany({
        where: { ${own}name: { contains: input.search } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: input.limit,
      });
      return rows.map((row) => ({ ...row, ${kind} }));
    }),

  get: ${reads}
    .input(OneOf${n})
    .output(Project${n})
    .query(async ({ ctx, input }) => {
      const project = await ctx.db.project.findFirst({ where: { ${own}id: input.id } });
      if (!project) throw notFound();
      return { ...project, ${kind} };
    }),

  withTasks: ${reads}
    .input(OneOf${n})
    .output(Project${n}.extend({ tasks: z.array(z.object({ id: z.string(), title: z.string() })) }))
    .query(async ({ ctx, input }) => {
      const project = await ctx.db.project.findFirst({
        where: { ${own}id: input.id },
        include: { tasks: { select: { id: true, title: true } } },
      });
      if (!project) throw notFound();
      return { ...project, ${kind} };
    }),

  count: ${reads}
    .input(z.strictObject({ archived: z.boolean() }))
    .output(z.object({ count: z.number() }))
    .query(async ({ ctx, input }) => ({
      count: await ctx.db.project.count({
        where: { ${own}archivedAt: input.archived ? { not: null } : null },
      }),
    })),

  create: ${manages}
    .input(z.strictObject({ name: z.string().min(1).max(120) }))
    .output(Project${n})
    .mutation(async ({ ctx, input }) => {
      const project = await ctx.db.project.create({ data: { ${by}name: input.name } });
      return { ...project, ${kind} };
    }),

  rename: ${manages}
    .input(Named${n})
    .output(Project${n})
    .mutation(async ({ ctx, input }) => {
      const project = await ctx.db.project.update({ where: ${one}, data: { name: input.name } });
      return { ...project, ${kind} };
    }),

  archive: ${manages}
    .input(OneOf${n}.extend({ archived: z.boolean() }))
    .output(Project${n})
    .mutation(async ({ ctx, input }) => {
      const archivedAt = input.archived ? new Date() : null;
      const project = await ctx.db.project.update({ where: ${one}, data: { archivedAt } });
      return { ...project, ${kind} };
    }),

  remove: ${manages}
    .input(OneOf${n})
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => ctx.db.project.delete({ where: ${one}, select: { id: true } })),

  tasks: ${reads}
    .input(OneOf${n})
    .output(z.array(Task${n}))
    .query(async ({ ctx, input }) => {
      const rows = await ctx.db.task.findMany({ where: { ${own}projectId: input.id } });
      return rows.map((row) => ({ ...row, ${kind} }));
    }),

  addTask: ${writesTasks}
    .input(z.strictObject({ projectId: z.uuid(), title: z.string().min(1).max(${200 + n}) }))
    .output(Task${n})
    .mutation(async ({ ctx, input }) => {
      const where = { ${own}id: input.projectId };
      const project = await ctx.db.project.findFirst({ where });
      if (!project) throw notFound();
      const { projectId, title } = input;
      const task = await ctx.db.task.create({ data: { ${by}projectId, title } });
      return { ...task, ${kind} };
    }),
});
`;
}

function rootText({ imports }: Dialect, numbers: readonly number[]): string {
  const router = imports.split("\n").find((line) => /\brouter\b.* from /.test(line)) ?? "";
  return `${router.replace("protectedProcedure, ", "")}
${numbers.map((n) => `import { noun${n}Router } from "./noun${n}";`).join("\n")}

export const appRouter = router({
${numbers.map((n) => `  noun${n}: noun${n}Router,`).join("\n")}
});
export type AppRouter = typeof appRouter;
`;
}

function clientText(numbers: readonly number[]): string {
  const parts = numbers.map(
    (n) => `
export const use${n} = () => trpc.noun${n}.get.useQuery({ id: "" });
export function Noun${n}() {
  const utils = trpc.useUtils();
  const list = trpc.noun${n}.list.useQuery({ limit: 20 });
  const rename = trpc.noun${n}.rename.useMutation({
    onSuccess: (project) => utils.noun${n}.get.setData({ id: project.id }, project),
  });
  return <ul onClick={() => rename.mutate({ id: "", name: "" })}>{list.data?.map(({ id, name }) => <li key={id}>{name}</li>)}</ul>;
}`,
  );
  return `import { createTRPCReact } from "@trpc/react-query";
import type { AppRouter } from "./root";

export const trpc = createTRPCReact<AppRouter>();
${parts.join("\n")}

export const completed = trpc.noun0;
export const shown = use0().data?.name;
`;
}

function callerText(numbers: readonly number[]): string {
  const calls = numbers.map(
    (n) => `
export async function callNoun${n}() {
  const [first] = await caller.noun${n}.list({ limit: 1 });
  return first && (await caller.noun${n}.withTasks({ id: first.id })).tasks.map(({ title }) => title);
}`,
  );
  return `import { createCallerFactory, createContext } from "./base";
import { appRouter } from "./root";

declare const context: ReturnType<typeof createContext>;
const caller = createCallerFactory(appRouter)(context);
${calls.join("\n")}

export const completed = caller.noun0;
`;
}
