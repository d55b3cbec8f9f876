import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Action } from "@/src/access/grants";
import {
  actions,
  findRightsFaults,
  models,
  tableFacts,
  tableOf,
  type TableFacts,
} from "@/src/server/db/rights";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { runSql } from "../support/sql.ts";
import {
  entrances,
  expectedOutcome,
  targets,
  type Entrance,
  type Outcome,
  type Target,
} from "./database-roles.ts";
import { seedRows, tableRows, type TableRows } from "./table-rows.ts";

let testDatabase: TestDatabase;
let login: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await runSql(testDatabase.ownerUrl, seedRows);
  login = new pg.Client({ connectionString: testDatabase.loginUrl });
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await Promise.all([login.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([login.end(), owner.end()]);
  await testDatabase.drop();
});

/** Runs one statement through an entrance, in a transaction that is taken back. */
async function reach(entrance: Entrance, claims: boolean, statement: string): Promise<Outcome> {
  await entrance.begin(login, claims);
  try {
    const { rowCount } = await login.query(statement);
    if (rowCount !== null && rowCount > 1) throw new Error(`${statement} reached ${rowCount} rows`);
    return rowCount === 1 ? "row" : "nothing";
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "42501") return "refused";
    throw error;
  } finally {
    await login.query("ROLLBACK");
  }
}

function statementOf(table: string, rows: TableRows, action: Action, target: Target): string {
  const which = target === "foreign" ? "foreign" : "own";
  const name = `"public"."${table}"`;
  switch (action) {
    case "read":
      return `SELECT FROM ${name} WHERE ${rows[which]}`;
    case "create":
      return `INSERT INTO ${name} (${rows.insert.columns}) VALUES (${rows.insert[which]})`;
    case "update":
      return `UPDATE ${name} SET ${rows.update} WHERE ${rows[which]}`;
    case "delete":
      return `DELETE FROM ${name} WHERE ${rows[which]}`;
  }
}

/** The tables as the database has them, not as anybody lists them. */
async function readTables(): Promise<TableFacts[]> {
  const [facts] = (
    await owner.query<{ tables: TableFacts[] }>(
      `SELECT (${tableFacts}) AS tables FROM pg_roles r WHERE r.rolname = 'gate_entry'`,
    )
  ).rows;
  return facts?.tables ?? [];
}

/** Tables that the matrix could not vouch for. */
async function findTableFaults(): Promise<string[]> {
  const tables = await readTables();
  const known = models.map(tableOf);
  return [
    ...tables.flatMap(({ name, secured, policies }) => [
      ...(Object.hasOwn(tableRows, name) ? [] : [`${name}: no rows in tests/access/table-rows.ts`]),
      ...(known.includes(name) ? [] : [`${name}: no classification`]),
      ...(secured ? [] : [`${name}: row security is off`]),
      ...(policies.length > 0 ? [] : [`${name}: no policy`]),
    ]),
    ...findRightsFaults(tables),
  ];
}

async function undone<T>(change: string, run: () => Promise<T>): Promise<T> {
  await owner.query("BEGIN");
  try {
    await owner.query(change);
    return await run();
  } finally {
    await owner.query("ROLLBACK");
  }
}

describe("every role × table × operation × target", () => {
  it("comes to what the table of grants says", async () => {
    const tables = await readTables();
    expect(tables.map(({ name }) => name).sort()).toEqual(models.map(tableOf).sort());
    const differences: string[] = [];
    const counts = { row: 0, nothing: 0, refused: 0 };
    for (const entrance of entrances) {
      for (const model of models) {
        const rows = tableRows[tableOf(model)];
        if (!rows) throw new Error(`${model} has no rows in tests/access/table-rows.ts`);
        for (const action of actions) {
          for (const target of targets) {
            const statement = statementOf(tableOf(model), rows, action, target);
            const found = await reach(entrance, target !== "no claims", statement);
            counts[found] += 1;
            const expected = expectedOutcome(entrance, model, action, target);
            if (found !== expected)
              differences.push(
                `${entrance.label}, ${action} ${model}, ${target}: ${found}, not ${expected}`,
              );
          }
        }
      }
    }
    const total = counts.row + counts.nothing + counts.refused;
    console.log(
      `database matrix: ${total} cells (${counts.row} reach a row, ${counts.nothing} see nothing, ${counts.refused} refused)`,
    );
    expect(differences).toEqual([]);
    expect(total).toBe(entrances.length * models.length * actions.length * targets.length);
  }, 120_000);

  it("has a row of each that is there to be found, so that nothing is refused for want of one", async () => {
    for (const [table, rows] of Object.entries(tableRows)) {
      for (const which of ["own", "foreign"] as const) {
        const found = await owner.query(`SELECT FROM "public"."${table}" WHERE ${rows[which]}`);
        expect([table, which, found.rowCount]).toEqual([table, which, 1]);
      }
    }
  });

  it("differs from the table when one policy is weaker", async () => {
    const task = tableRows["Task"];
    const org = entrances.find(({ permission }) => permission === "org:projects:read");
    if (!task || !org) throw new Error("no such row or entrance");
    const read = statementOf("Task", task, "read", "foreign");
    expect(await reach(org, true, read)).toBe("nothing");
    await owner.query(
      `CREATE POLICY "open" ON "public"."Task" FOR SELECT TO gate_org USING (true)`,
    );
    try {
      expect(await reach(org, true, read)).toBe("row");
    } finally {
      await owner.query(`DROP POLICY "open" ON "public"."Task"`);
    }
  });
});

describe("no table", () => {
  it("is without row security, policies, a classification or rows in this matrix", async () => {
    expect(await findTableFaults()).toEqual([]);
  });
  it.each([
    [
      `CREATE TABLE "public"."Invoice" (id text)`,
      [
        "Invoice: no rows in tests/access/table-rows.ts",
        "Invoice: no classification",
        "Invoice: row security is off",
        "Invoice: no policy",
      ],
    ],
    [`ALTER TABLE "public"."Post" DISABLE ROW LEVEL SECURITY`, ["Post: row security is off"]],
    [
      `DROP POLICY "org_create" ON "public"."Task"`,
      ['gate_org create "Task": the policy is missing (such as "org_create")'],
    ],
  ])("as it would be after %s", async (change, faults) => {
    expect(await undone(change, findTableFaults)).toEqual(faults);
  });
});

describe("no role", () => {
  it("truncates a table, puts a trigger on one or alters one", async () => {
    for (const entrance of entrances) {
      for (const table of Object.keys(tableRows)) {
        for (const statement of [
          `TRUNCATE "public"."${table}"`,
          `CREATE TRIGGER "x" BEFORE INSERT ON "public"."${table}" EXECUTE FUNCTION app.refuse_change()`,
          `ALTER TABLE "public"."${table}" DISABLE ROW LEVEL SECURITY`,
        ]) {
          const found = await reach(entrance, true, statement);
          expect([entrance.label, statement, found]).toEqual([
            entrance.label,
            statement,
            "refused",
          ]);
        }
      }
    }
  });

  it("but the sync, to which the rows of the mirrors belong, changes a row's key or tenant", async () => {
    const { rows: columns } = await owner.query<{ table: string; column: string }>(
      `SELECT t.relname AS "table", a.attname AS "column" FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
       WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
         AND (a.attname IN ('organizationId', 'authorId', 'createdById')
           OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)))`,
    );
    expect(columns.length).toBeGreaterThan(models.length);
    for (const entrance of entrances.filter(({ role }) => role !== "sync")) {
      for (const { table, column } of columns) {
        const rows = tableRows[table];
        const statement = `UPDATE "public"."${table}" SET "${column}" = "${column}" WHERE ${rows?.own ?? "false"}`;
        const found = await reach(entrance, true, statement);
        expect([entrance.label, statement, found]).toEqual([entrance.label, statement, "refused"]);
      }
    }
  });

  it("has a sequence to draw from: ids are random", async () => {
    const sequences = await owner.query(
      `SELECT FROM pg_class WHERE relkind = 'S' AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)`,
    );
    expect(sequences.rowCount).toBe(0);
  });
});

describe("inside an entered transaction", () => {
  const org = () => {
    const found = entrances.find(({ permission }) => permission === "org:projects:read");
    if (!found) throw new Error("no such entrance");
    return found;
  };

  it("nobody becomes the owner, a superuser or gate_entry", async () => {
    const superuser = new URL(testDatabase.adminUrl).username;
    const ownerName = new URL(testDatabase.ownerUrl).username;
    for (const name of ["gate_entry", ownerName, superuser]) {
      const found = await reach(org(), true, `SET LOCAL ROLE "${name}"`);
      expect([name, found]).toEqual([name, "refused"]);
    }
  });

  it("a gate enters no other by itself: only the login role may call app.enter", async () => {
    const again = `SELECT app.enter('{"gate":"public"}')`;
    expect(await reach(org(), true, again)).toBe("refused");
  });

  // What the database does not hold. It is why no handle has raw SQL, and why lint keeps the raw client in src/server/db.
  it("SQL of one's own could switch to another gate: claims and rights are no secret to whoever writes the SQL", async () => {
    await org().begin(login, true);
    try {
      const foreign = `SELECT FROM "public"."Project" WHERE "organizationId" = 'org_foreign'`;
      expect((await login.query(foreign)).rowCount).toBe(0);
      await login.query("SELECT set_config('app.organization_id', 'org_foreign', true)");
      expect((await login.query(foreign)).rowCount).toBe(1);
      await login.query("SET LOCAL ROLE gate_admin");
      expect((await login.query(`SELECT FROM "public"."Organization"`)).rowCount).toBe(2);
    } finally {
      await login.query("ROLLBACK");
    }
  });
});
