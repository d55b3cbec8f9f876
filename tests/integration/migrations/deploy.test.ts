import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { status } from "../../../prisma/command/compare.ts";
import { deploy, resolve } from "../../../prisma/command/deploy.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { makeFolder, USER_MIGRATION, USER_MODEL, type Folder } from "./folder.ts";

let database: TestDatabase;
let folder: Folder;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await makeFolder();
  await folder.writeSchema(USER_MODEL);
  await folder.writeMigration("20260101000000_person", USER_MIGRATION);
});

afterEach(async () => {
  await database.drop();
  await folder.remove();
});

function query<Row extends pg.QueryResultRow>(sql: string) {
  return runSql<Row>(database.ownerUrl, sql);
}

function run(onProgress?: (text: string) => void) {
  return deploy({ ownerUrl: database.ownerUrl, project: folder.project, onProgress });
}

const history = () =>
  query<{ migration_name: string; finished: boolean; rolled_back: boolean }>(
    `SELECT migration_name, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS rolled_back
     FROM migrations._prisma_migrations ORDER BY started_at`,
  );

describe("deploy", () => {
  it("applies what is new, once, and keeps the history in a schema of its own", async () => {
    expect(await run()).toEqual(["20260101000000_person"]);
    expect(await run()).toEqual([]);
    expect(await query(`SELECT app.nobody() AS said`)).toEqual([{ said: "a;b" }]);
    const tables = await query<{ name: string }>(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables
       WHERE schemaname IN ('public', 'migrations') ORDER BY 1`,
    );
    expect(tables.map((row) => row.name)).toEqual([
      "migrations._prisma_migrations",
      "public.Person",
    ]);
    const rows = await query<{ checksum: string; applied_steps_count: number }>(
      `SELECT checksum, applied_steps_count FROM migrations._prisma_migrations`,
    );
    // What the ordinary CLI compares: the digest of the file.
    expect(rows).toEqual([
      { checksum: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, applied_steps_count: 1 },
    ]);
  });

  it("lets one of two at once wait, and applies each migration once", async () => {
    await folder.writeMigration("20260102000000_slow", "SELECT pg_sleep(0.4);");
    const said: string[] = [];
    const results = await Promise.all([
      run((text) => said.push(text)),
      run((text) => said.push(text)),
    ]);
    expect(results.map((names) => names.length).sort()).toEqual([0, 2]);
    expect(said.filter((text) => text.includes("waiting"))).toHaveLength(1);
    expect(await history()).toHaveLength(2);
  });

  it("leaves nothing of a migration that fails, says why, and applies it once corrected", async () => {
    const name = "20260102000000_wrong";
    await folder.writeMigration(name, `CREATE TABLE "public"."Half" ("id" TEXT); SELECT 1/0;`);
    await expect(run()).rejects.toThrow(/20260102000000_wrong failed.*division by zero \(22012\)/s);
    await folder.writeMigration(name, `SELECT 1;\n\nSELECT "nobody";`);
    await expect(run()).rejects.toThrow(/in line 3: column "nobody" does not exist \(42703\)/);
    expect(await query(`SELECT to_regclass('public."Half"') AS half`)).toEqual([{ half: null }]);
    await folder.writeMigration(name, `SELECT 1;`);
    expect(await run()).toEqual([name]);
    expect((await history()).filter((row) => row.migration_name === name)).toEqual([
      { migration_name: name, finished: false, rolled_back: true },
      { migration_name: name, finished: false, rolled_back: true },
      { migration_name: name, finished: true, rolled_back: false },
    ]);
  });

  it("does not guess after a script that ended its own transaction", async () => {
    const name = "20260102000000_split";
    const sql = `CREATE TABLE "public"."Half" ("id" TEXT); COMMIT; SELECT 1/0;`;
    await folder.writeMigration(name, sql);
    await expect(run()).rejects.toThrow(
      /ended half-way.*resolve 20260102000000_split --rolled-back/s,
    );
    await expect(run()).rejects.toThrow(/ended half-way/);
    const options = { ownerUrl: database.ownerUrl, project: folder.project };
    expect((await status(options)).failed).toEqual([name]);
    await query(`DROP TABLE "public"."Half"`);
    await resolve({ ...options, name, as: "rolled-back" });
    await folder.writeMigration(name, `SELECT 1;`);
    expect(await run()).toEqual([name]);
    await expect(resolve({ ...options, name, as: "applied" })).rejects.toThrow(
      /not a migration that failed/,
    );
  });

  it("does not wait when the one before it was killed", async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("SELECT pg_advisory_lock(x'67617465'::int, x'6d6967'::int)");
    const said: string[] = [];
    const waiting = run((text) => said.push(text));
    await expect.poll(() => said.join()).toMatch(/another deployment/);
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks
       WHERE locktype = 'advisory' AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await admin.end();
    expect(await waiting).toEqual(["20260101000000_person"]);
  });
});
