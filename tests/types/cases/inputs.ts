import type { Case } from "../compile.ts";

const caller = `const caller = appRouter.createCaller(createContext({ kind: "anonymous" }));`;

/** Ids are of one noun, and become so by being parsed. */
export const inputCases: Case[] = [
  {
    title: "a task's id where a project's is asked",
    code: `void createTask(tasksDb, { projectId: taskId, title: "t" });`,
    errors: [{ code: 2322, text: `is not assignable to type 'string & $brand<"ProjectId">'` }],
  },
  {
    title: "a project's id where a task's is asked",
    code: `void assignTask(tasksDb, { id: projectId, assigneeId: null });`,
    errors: [{ code: 2322, text: `is not assignable to type 'string & $brand<"TaskId">'` }],
  },
  {
    title: "a plain string where a project's id is asked",
    code: `void createTask(tasksDb, { projectId: "a7e1", title: "t" });`,
    errors: [{ code: 2322, text: "Type 'string' is not assignable to type" }],
  },
  {
    title: "an organization's id where a user's is asked",
    code: `declare const organizationId: OrganizationId; void assignTask(tasksDb, { id: taskId, assigneeId: organizationId });`,
    errors: [
      {
        code: 2322,
        text: `Type 'string & $brand<"OrganizationId">' is not assignable to type 'string & $brand<"UserId">'`,
      },
    ],
  },
  {
    title: "a brand put on by hand",
    code: `const made: ProjectId = "a7e1";`,
    errors: [{ code: 2322, text: "Type 'string' is not assignable to type" }],
  },
  {
    title: "an organization in a call's input",
    code: `${caller} void caller.project.create({ name: "n", organizationId: "org_other" });`,
    errors: [{ code: 2353, text: "'organizationId' does not exist in type '{ name: string; }'" }],
  },
  {
    title: "a call without its input",
    code: `${caller} void caller.project.get();`,
    errors: [{ code: 2554, text: "Expected 1 arguments, but got 0" }],
  },
  {
    title: "a call of a procedure that is not there",
    code: `${caller} void caller.project.purge({ id: "x" });`,
    errors: [{ code: 2339, text: "Property 'purge' does not exist on type" }],
  },
  {
    title: "a personal address in a public answer",
    code: `${caller} void caller.post.bySlug({ slug: "s" }).then((post) => post.author.email);`,
    errors: [{ code: 2339, text: "Property 'email' does not exist on type" }],
  },
  {
    title: "MUST COMPILE: a parsed id is that noun's id",
    code: `
      const id = ProjectId.parse("b0e42fe7-31a5-4894-a441-007e5256afea");
      exactly<ProjectId>().of(id, true);
      void createTask(tasksDb, { projectId: id, title: "t" });`,
    errors: [],
  },
];
