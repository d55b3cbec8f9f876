import type { Case } from "../compile.ts";

const withoutIt = "Instead<\"leave it out: the database fills it in from the caller's claims";
const scalarsAlone =
  'Instead<"write scalars: a row of another model is written by that model\'s own method of ctx.db"';

/** What may be written: scalars of the granted model, never the tenant, never through a relation. */
export const writeCases: Case[] = [
  {
    title: "create with an organization",
    code: `void manageDb.project.create({ data: { name: "n", organizationId: "org_other" } });`,
    errors: [{ code: 2322, text: withoutIt }],
  },
  {
    title: "createMany with an organization",
    code: `void manageDb.project.createMany({ data: [{ name: "n", organizationId: "org_other" }] });`,
    errors: [{ code: 2322, text: withoutIt }],
  },
  {
    title: "createMany of one row that is no list",
    code: `void manageDb.project.createMany({ data: { name: "n" } });`,
    errors: [{ code: 2353, text: `'name' does not exist in type 'CreateData<"project">[]'` }],
  },
  {
    title: "update with an organization",
    code: `void manageDb.project.update({ where: { key: manageDb.key(projectId) }, data: { organizationId: "org_other" } });`,
    errors: [{ code: 2322, text: withoutIt }],
  },
  {
    title: "updateMany with an organization",
    code: `void manageDb.project.updateMany({ where: {}, data: { organizationId: "org_other" } });`,
    errors: [{ code: 2322, text: withoutIt }],
  },
  {
    title: "update of the id",
    code: `void manageDb.project.update({ where: { key: manageDb.key(projectId) }, data: { id: "other" } });`,
    errors: [{ code: 2322, text: withoutIt }],
  },
  {
    title: "nested create",
    code: `void manageDb.project.create({ data: { name: "n", tasks: { create: { title: "t" } } } });`,
    errors: [
      {
        code: 2353,
        text: scalarsAlone,
      },
    ],
  },
  {
    title: "nested connect of an organization",
    code: `void manageDb.project.create({ data: { name: "n", organization: { connect: { id: "org_other" } } } });`,
    errors: [
      {
        code: 2353,
        text: scalarsAlone,
      },
    ],
  },
  {
    title: "nested write in an update",
    code: `void manageDb.project.update({ where: { key: manageDb.key(projectId) }, data: { tasks: { deleteMany: {} } } });`,
    errors: [{ code: 2353, text: scalarsAlone }],
  },
  {
    title: "nested connect of an author",
    code: `void userDb.post.create({ data: { title: "t", body: "b", slug: "s", author: { connect: { id: "user_other" } } } });`,
    errors: [
      {
        code: 2353,
        text: scalarsAlone,
      },
    ],
  },
  {
    title: "create without a required field",
    code: `void manageDb.project.create({ data: {} });`,
    errors: [{ code: 2741, text: "Property 'name' is missing in type '{}'" }],
  },
  {
    title: "create with a field that is not there",
    code: `void manageDb.project.create({ data: { name: "n", colour: "red" } });`,
    errors: [{ code: 2353, text: "'colour' does not exist in type" }],
  },
  {
    title: "create with an organization that came in a variable",
    code: `const data = { name: "n", organizationId: "org_other" }; void manageDb.project.create({ data });`,
    errors: [
      {
        code: 2322,
        text: withoutIt,
      },
    ],
  },
  {
    title: "createMany with an organization that came in a variable",
    code: `const row = { name: "n", organizationId: "org_other" }; void manageDb.project.createMany({ data: [row] });`,
    errors: [
      {
        code: 2322,
        text: withoutIt,
      },
    ],
  },
  {
    title: "update with an organization that came in a variable",
    code: `const data = { name: "n", organizationId: "org_other" }; void manageDb.project.update({ where: { key: manageDb.key(projectId) }, data });`,
    errors: [
      {
        code: 2322,
        text: withoutIt,
      },
    ],
  },
  {
    title: "updateMany with an organization that came in a variable",
    code: `const data = { name: "n", organizationId: "org_other" }; void manageDb.project.updateMany({ where: {}, data });`,
    errors: [
      {
        code: 2322,
        text: withoutIt,
      },
    ],
  },
  {
    title: "a relation write that came in a variable",
    code: `const data = { name: "n", tasks: { create: { title: "t" } } }; void manageDb.project.create({ data });`,
    errors: [
      {
        code: 2322,
        text: scalarsAlone,
      },
    ],
  },
  {
    title: "a relation write of many rows that came in a variable",
    code: `const data = { tasks: { deleteMany: {} } }; void manageDb.project.updateMany({ where: {}, data });`,
    errors: [
      {
        code: 2322,
        text: scalarsAlone,
      },
    ],
  },
  {
    title: "delete of everything without saying so",
    code: `void manageDb.project.deleteMany();`,
    errors: [{ code: 2554, text: "Expected 1 arguments, but got 0" }],
  },
  {
    title: "deleteMany without a where",
    code: `void manageDb.project.deleteMany({});`,
    errors: [{ code: 2345, text: "Property 'where' is missing" }],
  },
  {
    title: "deleteMany with a where that may be absent",
    code: `declare const where: { archivedAt: Date } | undefined; void manageDb.project.deleteMany({ where });`,
    errors: [
      { code: 2322, text: "Type 'undefined' is not assignable to type 'ProjectWhereInput'" },
    ],
  },
  {
    title: "MUST COMPILE: writes of scalars",
    code: `
      void manageDb.project.create({ data: { name: "n" } });
      void manageDb.project.createMany({ data: [{ name: "n" }, { name: "m", archivedAt: new Date() }] });
      void manageDb.project.update({ where: { key: manageDb.key(projectId) }, data: { name: "n", archivedAt: null } });
      void tasksDb.task.create({ data: { projectId, title: "t", assigneeId: "user_1" } });
      void userDb.post.deleteMany({ where: { status: "draft" } });`,
    errors: [],
  },
];
