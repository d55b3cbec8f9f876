import type { Case } from "../compile.ts";

/** What no handle has, whoever holds it. */
export const handleCases: Case[] = [
  ...(
    [
      "$queryRaw",
      "$queryRawUnsafe",
      "$executeRaw",
      "$executeRawUnsafe",
      "$extends",
      "$transaction",
      "$on",
      "$disconnect",
    ] as const
  ).map((method): Case => ({
    title: `a handle has no ${method}`,
    code: `tasksDb.${method};`,
    errors: [{ code: 2339, text: `Property '${method}' does not exist on type` }],
  })),
  ...(
    [
      "findUnique",
      "findUniqueOrThrow",
      "findFirstOrThrow",
      "upsert",
      "aggregate",
      "groupBy",
      "createManyAndReturn",
      "updateManyAndReturn",
    ] as const
  ).map((method): Case => ({
    title: `a model of a handle has no ${method}`,
    code: `manageDb.project.${method};`,
    errors: [{ code: 2339, text: `Property '${method}' does not exist on type` }],
  })),
  {
    title: "no fluent relations from findFirst",
    code: `readDb.project.findFirst({ where: { id: projectId } }).tasks();`,
    errors: [{ code: 2339, text: "Property 'tasks' does not exist on type 'Result<\"project\", " }],
  },
  {
    title: "no fluent relations from update",
    code: `manageDb.project.update({ where: { key: manageDb.key(projectId) }, data: { name: "n" } }).tasks();`,
    errors: [{ code: 2339, text: "Property 'tasks' does not exist on type 'Result<\"project\", " }],
  },
  {
    title: "a handle's model cannot be replaced",
    code: `readDb.project = manageDb.project;`,
    errors: [{ code: 2540, text: "Cannot assign to 'project' because it is a read-only property" }],
  },
  {
    title: "a handle's method cannot be replaced",
    code: `readDb.project.count = () => Promise.resolve(0);`,
    errors: [{ code: 2540, text: "Cannot assign to 'count' because it is a read-only property" }],
  },
  {
    title: "a model cannot be hung into a handle",
    code: `publicDb.project = readDb.project;`,
    errors: [{ code: 2339, text: "Property 'project' does not exist on type" }],
  },
  {
    title: "a handle outside an organization has no key()",
    code: `userDb.key(projectId);`,
    errors: [{ code: 2339, text: "Property 'key' does not exist on type" }],
  },
  {
    title: "a field that is not there, in select",
    code: `void readDb.project.findMany({ select: { id: true, secret: true } });`,
    errors: [{ code: 2353, text: "'secret' does not exist in type 'ProjectSelect<DefaultArgs>'" }],
  },
  {
    title: "a field that is not there, in where",
    code: `void readDb.project.findMany({ where: { owner: "x" } });`,
    errors: [{ code: 2353, text: "'owner' does not exist in type 'ProjectWhereInput" }],
  },
  {
    title: "a value of the wrong type, in where",
    code: `void readDb.project.findMany({ where: { name: 1 } });`,
    errors: [{ code: 2322, text: "Type 'number' is not assignable to type" }],
  },
  {
    title: "a field that is not there, in count",
    code: `void readDb.project.count({ where: { owner: "x" } });`,
    errors: [{ code: 2353, text: "'owner' does not exist in type 'ProjectWhereInput'" }],
  },
  {
    title: "a field that was not selected",
    code: `void readDb.project.findMany({ select: { id: true } }).then((rows) => rows.map((row) => row.name));`,
    errors: [{ code: 2339, text: "Property 'name' does not exist on type '{ id: string; }'" }],
  },
  {
    title: "a first row that may be absent",
    code: `void readDb.project.findFirst({ where: { id: projectId } }).then((row) => row.name);`,
    errors: [{ code: 18047, text: "'row' is possibly 'null'" }],
  },
  {
    title: "MUST COMPILE: select narrows the rows, exactly",
    code: `
      async function rows() { return readDb.project.findMany({ select: { id: true, name: true } }); }
      exactly<{ id: string; name: string }[]>().of(await rows(), true);`,
    errors: [],
  },
  {
    title: "MUST COMPILE: include widens the rows, exactly",
    code: `
      async function row() { return readDb.project.findFirst({ where: { id: projectId }, include: { tasks: { select: { doneAt: true } } } }); }
      const found = await row();
      if (found) { exactly<{ doneAt: Date | null }[]>().of(found.tasks, true); exactly<string>().of(found.organizationId, true); }`,
    errors: [],
  },
  {
    title: "MUST COMPILE: select on writes, exactly",
    code: `
      exactly<{ id: string }>().of(await manageDb.project.delete({ where: { key: manageDb.key(projectId) }, select: { id: true } }), true);
      exactly<{ name: string }>().of(await manageDb.project.create({ data: { name: "n" }, select: { name: true } }), true);
      exactly<{ count: number }>().of(await manageDb.project.updateMany({ where: { archivedAt: null }, data: { name: "n" } }), true);`,
    errors: [],
  },
];
