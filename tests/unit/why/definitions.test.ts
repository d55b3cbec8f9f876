import { describe, expect, it } from "vitest";
import { applyMigrations } from "../../../local/why/sql/definitions.ts";
import { splitStatements } from "../../../local/why/sql/statements.ts";

describe("splitting SQL", () => {
  it("cuts at semicolons outside strings, names, comments and bodies, and counts lines", () => {
    const sql = `-- one; two
SELECT ';' AS ";";

/* ;
*/ CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $x$ SELECT $$;$$ $x$; SELECT 'it''s;'
  -- inside;
  , 1;
 ;`;
    expect(splitStatements(sql)).toEqual([
      { line: 2, text: `SELECT ';' AS ";"` },
      {
        line: 5,
        text: `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $x$ SELECT $$;$$ $x$`,
      },
      { line: 5, text: `SELECT 'it''s;'\n  \n  , 1` },
    ]);
  });
});

const of = (...files: string[]) =>
  applyMigrations(files.map((sql, index) => ({ file: `m${index + 1}`, sql })));
const at = (place: { file: string; line: number } | null) => place && `${place.file}:${place.line}`;

const create = `CREATE POLICY "p" ON "public"."T" FOR SELECT TO g USING (true);`;

describe("policies", () => {
  it.each([
    ["the first", [create], "m1:1"],
    ["one made again", [create, `DROP POLICY "p" ON "public"."T";\n\n${create}`], "m2:3"],
    ["one that was dropped", [create, `DROP POLICY IF EXISTS p ON "T";`], null],
    ["one that was altered", [create, `\nALTER POLICY "p" ON "public"."T" USING (false);`], "m2:2"],
    ["one renamed away", [create, `ALTER POLICY "p" ON "public"."T" RENAME TO "q";`], null],
    [
      "one whose table was dropped",
      [create, `DROP TABLE "public"."U", "public"."T" CASCADE;`],
      null,
    ],
    ["one of another table", [`CREATE POLICY "p" ON "public"."U" USING (true);`], null],
    ["one in a comment", [`-- ${create}`], null],
    ["one in a function", [`CREATE FUNCTION f() RETURNS void AS $$ ${create} $$;`], null],
  ])("%s", (_, files, expected) => {
    expect(at(of(...files).policy("T", "p"))).toBe(expected);
  });

  it("follow a renaming, of themselves and of their table", () => {
    const renamed = of(create, `ALTER POLICY "p" ON "public"."T" RENAME TO "q";`);
    expect(at(renamed.policy("T", "q"))).toBe("m2:1");
    const moved = of(create, `GRANT SELECT ON "T" TO g; ALTER TABLE "public"."T" RENAME TO "U";`);
    expect([at(moved.policy("U", "p")), moved.policy("T", "p")]).toEqual(["m1:1", null]);
    expect([at(moved.grant("g", "U", "SELECT")), moved.grant("g", "T", "SELECT")]).toEqual([
      "m2:1",
      null,
    ]);
  });
});

describe("functions", () => {
  const first = `CREATE FUNCTION "app"."f"(a text, b numeric(1, 2)) RETURNS void\n LANGUAGE sql AS $$\n one $$;`;

  it("are the latest of their name and number of arguments", () => {
    const found = of(first, `\nCREATE OR REPLACE FUNCTION app.f(x text, y int) AS $b$two$b$;`);
    expect(found.function("f/2")).toEqual({
      place: { file: "m2", line: 2 },
      body: { text: "two", line: 2 },
    });
    expect(found.function("f/1")).toBeNull();
  });

  it("have their body where it starts", () => {
    expect(of(first).function("f/2")).toEqual({
      place: { file: "m1", line: 1 },
      body: { text: "\n one ", line: 2 },
    });
    expect(of("CREATE FUNCTION f() RETURNS int RETURN 1;").function("f/0")?.body).toBeNull();
  });

  it("are gone when they were dropped, and no other is", () => {
    const other = `CREATE FUNCTION app.f(a text) AS $$one$$;`;
    const both = of(first, other, `DROP FUNCTION IF EXISTS "app"."f"(text, numeric);`);
    expect([both.function("f/2"), at(both.function("f/1")?.place ?? null)]).toEqual([null, "m2:1"]);
    const none = of(first, other, `DROP FUNCTION app.f;`);
    expect([none.function("f/2"), none.function("f/1")]).toEqual([null, null]);
  });
});

describe("grants", () => {
  const grant = `GRANT SELECT ("id", "on"), INSERT ON "public"."T", "public"."U" TO g, h;`;

  it.each([
    ["of each privilege, table and role", [grant], ["m1:1", "m1:1", null]],
    ["the latest", [grant, `GRANT SELECT ON "T" TO g;`], ["m2:1", "m1:1", null]],
    ["without what was taken away", [grant, `REVOKE SELECT ON "T" FROM g;`], [null, "m1:1", null]],
    [
      "with what only lost a column",
      [grant, `REVOKE SELECT ("id") ON "T" FROM g;`],
      ["m1:1", "m1:1", null],
    ],
    ["without all of it", [grant, `REVOKE ALL ON TABLE "public"."T" FROM g;`], [null, null, null]],
    ["of everything", [`GRANT ALL PRIVILEGES ON "T" TO g;`], ["m1:1", "m1:1", "m1:1"]],
    [
      "none of a schema, a function or a role",
      [`GRANT USAGE ON SCHEMA "T" TO g; GRANT EXECUTE ON FUNCTION "T"() TO g; GRANT g TO h;`],
      [null, null, null],
    ],
  ])("%s", (_, files, expected) => {
    const found = of(...files);
    expect(["SELECT", "INSERT", "UPDATE"].map((each) => at(found.grant("g", "T", each)))).toEqual(
      expected,
    );
  });
});
