import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { grantedActions } from "@/src/access/grants";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";
import { readStamp } from "@/src/server/trpc/seal";
import { openSources } from "../../../local/why/source/module.ts";
import { readProcedures } from "../../../local/why/source/procedures.ts";
import { usesOf } from "../../../local/why/source/uses.ts";
import { folderOf } from "./folder.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const procedures = readProcedures(openSources(root));
const table = procedureTable(appRouter);

describe("what the sources say of the application's procedures", () => {
  it("names every procedure of the router, and no other", () => {
    expect([...procedures.keys()].sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))("is what %s was stamped with", (name, procedure) => {
    const found = procedures.get(name);
    expect(found).toMatchObject({ ...readStamp(procedure), type: procedure._def.type });
    const { file = "", line = 0 } = found?.place ?? {};
    const written = readFileSync(path.join(root, file), "utf8").split("\n")[line - 1];
    expect(written).toMatch(new RegExp(`^\\s*${name.split(".").at(-1) ?? ""}: ${found?.maker}`));
  });

  it("finds nothing done with a handle that the handle does not grant", () => {
    for (const procedure of procedures.values()) {
      const granted = grantedActions(procedure.gate, procedure.permission ?? undefined);
      for (const use of usesOf(procedure)) {
        const [model, action] = use.split(".");
        const actions = [...granted].find(([name]) => name === model)?.[1] ?? new Set();
        expect([procedure.path, model, [...actions]]).toEqual([
          procedure.path,
          model,
          expect.arrayContaining([action]),
        ]);
      }
    }
  });
});

/** A router file as `src/server/trpc/root.ts`, among others. */
function readFolder(body: string, more: Readonly<Record<string, string>> = {}) {
  const gates = `import { orgProcedure, publicProcedure as open } from "@/src/server/trpc/procedures";`;
  const root = `import { router } from "./router";\n${gates}\n${body}`;
  return readProcedures(openSources(folderOf({ "src/server/trpc/root.ts": root, ...more })));
}

/** What such a folder comes to, in words. */
function readForm(body: string, more?: Readonly<Record<string, string>>): string[] {
  return [...readFolder(body, more).values()].map(({ path: name, gate, permission, type, place }) =>
    [name, gate, permission ?? "-", type, `${place.file.split("/").at(-1)}:${place.line}`].join(
      " ",
    ),
  );
}

it("finds what a procedure does with its handle, in the functions that it calls too", () => {
  const body = `import { work } from "@/src/server/a/work";
import { far } from "@/local/far";
export const appRouter = router({
  a: open.query(({ ctx }) => { far(ctx.db); return work(ctx.db, ctx.db.post.count()); }),
  b: open.query(({ ctx }) => ctx.db.secret.count() + ctx.db.post.explode() + other.work()),
});`;
  const more = {
    "src/server/a/work.ts": `export async function work(db: Db<"user">): Promise<{ a: 1 }> { return deep(db); }
      function deep(db: Db<"user">) { work(db); return db.project.update({}); }
      export function unused(db: Db<"user">) { return db.user.findMany(); }`,
    "local/far.ts": `export const far = (db) => db.task.delete();`,
  };
  const found = readFolder(body, more);
  const uses = [...found.values()].map((procedure) => [...usesOf(procedure)].sort());
  expect(uses).toEqual([["post.read", "project.update"], []]);
});

describe("follows", () => {
  it("routers in other files, under another name, and finished procedures", () => {
    const more = {
      "src/server/a/router.ts": `import { router } from "@/src/server/trpc/router";
        import { protectedProcedure } from "../trpc/procedures.ts";
        import { one } from "./one";
        export const aRouter = router({ one, two: protectedProcedure.mutation(() => 1) });`,
      "src/server/a/one.ts": `import { adminProcedure } from "@/src/server/trpc/procedures";
        export const one = adminProcedure.query(() => 1);`,
    };
    const body = `import { aRouter as a } from "@/src/server/a/router";\nexport const appRouter = router({ a });`;
    expect(readForm(body, more)).toEqual([
      "a.one admin - query one.ts:2",
      "a.two user - mutation router.ts:4",
    ]);
  });

  it("nested records, routers in routers, builders of one's own and quoted names", () => {
    const body = `const readers = orgProcedure("org:projects:read").use(({ next }) => next());
const more = readers.input(query).output(mutation);
export const appRouter = router({
  deep: { er: open.query(() => 1) },
  "quoted": router({ in: readers.mutation(() => 1) }),
  last: more.query(() => 2),
});`;
    expect(readForm(body)).toEqual([
      "deep.er public - query root.ts:6",
      "quoted.in org org:projects:read mutation root.ts:7",
      "last org org:projects:read query root.ts:8",
    ]);
  });

  it("past comments, templates and regular expressions that look like code", () => {
    const body = `/* router({ */ export const appRouter = router({
  // no: open.query(() => 1),
  a: open.input(z.string().regex(/[/"{,]\\/}/)).query(() => \`, b: \${x({ y: "}" })} { \${\`}\`}\`),
  b: open.input(1 / 2 / 3).query(() => "a, c: {" + '\\', d: (' ),
});`;
    expect(readForm(body)).toEqual(["a public - query root.ts:5", "b public - query root.ts:6"]);
  });
});

describe("does not guess", () => {
  it.each([
    ["a spread", `export const appRouter = router({ ...others });`, /root.ts:3: .*is not followed/],
    [
      "a computed name",
      `export const appRouter = router({\n [name]: open.query(() => 1) });`,
      /root.ts:4: .*is not followed/,
    ],
    [
      "a method",
      `export const appRouter = router({ a() {} });`,
      /the property "a" is not followed/,
    ],
    ["a call", `export const appRouter = router({ a: make() });`, /"a" is not followed/],
    ["an unknown name", `export const appRouter = router({ a });`, /"a" is not followed/],
    ["no ending", `export const appRouter = router({ a: open.input(x) });`, /"a" is not followed/],
    [
      "a permission that is not there",
      `export const appRouter = router({ a: orgProcedure(which).query(() => 1) });`,
      /the permission is not written where the gate is called/,
    ],
    [
      "an unknown permission",
      `export const appRouter = router({ a: orgProcedure("org:all").query(() => 1) });`,
      /the permission is not written where the gate is called/,
    ],
    ["no router", `export const other = router({});`, /there is no appRouter/],
  ])("%s", (_, body, message) => {
    expect(() => readForm(body)).toThrow(message);
  });
});
