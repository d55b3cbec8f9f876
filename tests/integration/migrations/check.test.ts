import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { check, status } from "../../../prisma/command/compare.ts";
import { createMigration } from "../../../prisma/command/create.ts";
import { deploy } from "../../../prisma/command/deploy.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { makeFolder, USER_MIGRATION, USER_MODEL, type Folder } from "./folder.ts";

let database: TestDatabase;
let folder: Folder;
const options = () => ({ ownerUrl: database.ownerUrl, project: folder.project });

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

function query(sql: string, url = database.ownerUrl) {
  return runSql(url, sql);
}

describe("check", () => {
  it("is content with the migrations' functions, policies, checks and grants, and other schemas", async () => {
    await deploy(options());
    expect(await check(options())).toEqual([]);
    const left = await query(`SELECT FROM pg_database WHERE datname LIKE 'gatehouse_shadow_%'`);
    expect(left).toHaveLength(0);
  });

  it("is content with this project's own schema and migrations", async () => {
    const migrated = await createTestDatabase();
    try {
      expect(await check({ ownerUrl: migrated.ownerUrl })).toEqual([]);
    } finally {
      await migrated.drop();
    }
  });

  it("names every rule that was changed by hand: policies, privileges, functions, triggers and checks", async () => {
    const changes: [sql: string, rule: RegExp][] = [
      [
        `ALTER POLICY "org_read" ON "public"."Task" USING (true)`,
        /^\+ policy org_read on public\."Task" for r to gate_org using true$/,
      ],
      [
        `CREATE POLICY "x" ON "public"."Task" AS RESTRICTIVE FOR DELETE TO gate_org USING (false)`,
        /^\+ restrictive policy x on public\."Task" for d to gate_org using false$/,
      ],
      [
        `ALTER TABLE "public"."Post" DISABLE ROW LEVEL SECURITY`,
        /^- row security on public\."Post"$/,
      ],
      [
        `GRANT DELETE ON "public"."User" TO gate_sync`,
        /^\+ delete on public\."User" to gate_sync$/,
      ],
      [
        `GRANT UPDATE ("organizationId") ON "public"."Task" TO gate_org`,
        /^\+ update on public\."Task"\."organizationId" to gate_org$/,
      ],
      [
        `GRANT EXECUTE ON FUNCTION app.enter(jsonb) TO gate_org`,
        /^\+ execute on app\.enter\(principal jsonb\) to gate_org$/,
      ],
      [`GRANT CREATE ON SCHEMA "public" TO gate_org`, /^\+ create on schema public to gate_org$/],
      [
        `CREATE OR REPLACE FUNCTION app.user_id() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'user_x' $$`,
        /^\+ function app\.user_id\(\) as [0-9a-f]{32}$/,
      ],
      [
        `ALTER TABLE "public"."AuditEvent" DISABLE TRIGGER "AuditEvent_append_only"`,
        /^\+ trigger on public\."AuditEvent": .* not enabled$/,
      ],
      [
        `ALTER TABLE "public"."Post" DROP CONSTRAINT "Post_body_check"`,
        /^- constraint "Post_body_check" on public\."Post"/,
      ],
    ];
    const migrated = await createTestDatabase();
    try {
      for (const [sql] of changes) await query(sql, migrated.ownerUrl);
      const [problem = "", ...rest] = await check({ ownerUrl: migrated.ownerUrl });
      const [title, ...rules] = problem.split("\n");
      expect(title).toMatch(/rules were changed by hand/);
      for (const [, rule] of changes) expect(rules).toContainEqual(expect.stringMatching(rule));
      // Those that were replaced show as they were, too.
      expect(rules.filter((rule) => rule.startsWith("-"))).toHaveLength(5);
      expect(rules).toHaveLength(13);
      expect(rest).toEqual([]);
    } finally {
      await migrated.drop();
    }
  });

  it("names migrations that are not applied, and writes nothing to find that out", async () => {
    expect(await check(options())).toEqual([
      "Migration 20260101000000_person is not applied to the database.",
    ]);
    const tables = await query(
      `SELECT FROM pg_tables WHERE schemaname IN ('public', 'migrations')`,
    );
    expect(tables).toHaveLength(0);
  });

  it("names migrations that were changed or deleted after they had been applied", async () => {
    await folder.writeMigration("20260102000000_more", "SELECT 1;");
    await deploy(options());
    await folder.writeMigration("20260102000000_more", "SELECT 2;");
    expect(await check(options())).toEqual([
      "Migration 20260102000000_more was changed after it had been applied.",
    ]);
    const other = await makeFolder();
    try {
      await other.writeSchema(USER_MODEL);
      await other.writeMigration("20260101000000_person", USER_MIGRATION);
      const found = await status({ ownerUrl: database.ownerUrl, project: other.project });
      expect(found.missing).toEqual(["20260102000000_more"]);
      expect(await check({ ownerUrl: database.ownerUrl, project: other.project })).toEqual([
        "Migration 20260102000000_more is in the database, not in the folder.",
      ]);
    } finally {
      await other.remove();
    }
  });

  it("names what the schema has and the migrations lack", async () => {
    await deploy(options());
    await folder.writeSchema(USER_MODEL.replace("@id", "@id\n  nick String?"));
    const [problem, ...rest] = await check(options());
    expect(problem).toMatch(/schema\.prisma differs from the migrations[\s\S]*Person[\s\S]*nick/);
    expect(rest).toEqual([]);
  });

  it.each([
    ["a column", `ALTER TABLE "public"."Person" ADD COLUMN "byHand" TEXT`, /Person[\s\S]*byHand/],
    ["a table", `CREATE TABLE "public"."ByHand" ("id" INT PRIMARY KEY)`, /ByHand/],
    ["an index", `CREATE INDEX "by_hand" ON "public"."Person" ("name")`, /Person[\s\S]*name/],
    [
      "a type",
      `ALTER TABLE "public"."Person" ALTER COLUMN "id" TYPE varchar(9)`,
      /Person[\s\S]*id/,
    ],
  ])("names %s changed by hand", async (_what, sql, expected) => {
    await deploy(options());
    await query(sql);
    const [problem, ...rest] = await check(options());
    expect(problem).toMatch(/changed by hand/);
    expect(problem).toMatch(expected);
    expect(rest).toEqual([]);
  });
});

describe("new", () => {
  it("writes what changed, names what is left to do by hand, and gives a schema that agrees", async () => {
    await deploy(options());
    await folder.writeSchema(
      `${USER_MODEL}\nmodel Pet {\n  id String @id\n  @@schema("public")\n}\n`,
    );
    const created = await createMigration({ ...options(), name: "Add pets!" });
    expect(path.basename(path.dirname(created.file))).toMatch(/^\d{14}_add_pets$/);
    expect(await readFile(created.file, "utf8")).toContain('CREATE TABLE "public"."Pet"');
    expect(created.toDo).toEqual([expect.stringMatching(/"public"\."Pet".*ROW LEVEL SECURITY/)]);
    await deploy(options());
    expect(await check(options())).toEqual([]);
  });

  it("refuses to write an empty migration unless asked", async () => {
    await expect(createMigration({ ...options(), name: "nothing" })).rejects.toThrow(/--empty/);
    expect(await readdir(folder.project.migrationsDir)).toHaveLength(2);
    const created = await createMigration({ ...options(), name: "policies", empty: true });
    await access(created.file);
    expect(await deploy(options())).toHaveLength(2);
  });

  it("refuses a date before the last migration, which other databases may have already", async () => {
    const now = new Date("2025-01-01");
    await expect(createMigration({ ...options(), name: "old", empty: true, now })).rejects.toThrow(
      /would come before 20260101000000_person/,
    );
  });
});

describe("without the right to create databases", () => {
  const role = "gatehouse_test_plain";
  let plainUrl: string;
  let shadowUrl: string;

  beforeEach(async () => {
    const name = new URL(database.ownerUrl).pathname.slice(1);
    await query(`DROP ROLE IF EXISTS ${role}`, database.adminUrl);
    await query(`CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD 'plain'`, database.adminUrl);
    await query(`ALTER DATABASE "${name}" OWNER TO ${role}`, database.adminUrl);
    await query(`CREATE DATABASE "${name}_shadow" OWNER ${role}`, database.adminUrl);
    const url = new URL(database.ownerUrl);
    url.username = role;
    url.password = "plain";
    plainUrl = url.href;
    url.pathname = `/${name}_shadow`;
    shadowUrl = url.href;
  });

  afterEach(async () => {
    const name = new URL(shadowUrl).pathname.slice(1);
    await query(`DROP DATABASE "${name}" WITH (FORCE)`, database.adminUrl);
    await query(`REASSIGN OWNED BY ${role} TO postgres`, database.adminUrl);
    await query(`DROP OWNED BY ${role}`, database.adminUrl);
    await query(`DROP ROLE ${role}`, database.adminUrl);
  });

  it("says what to do, and works with a database set aside, again and again", async () => {
    const plain = { ownerUrl: plainUrl, project: folder.project };
    await deploy(plain);
    await expect(check(plain)).rejects.toThrow(/DATABASE_SHADOW_URL/);
    expect(await check({ ...plain, shadowUrl })).toEqual([]);
    expect(await check({ ...plain, shadowUrl })).toEqual([]);
  });

  it("does not empty a database whose name does not say that it may", async () => {
    const plain = { ownerUrl: plainUrl, project: folder.project };
    await deploy(plain);
    await expect(check({ ...plain, shadowUrl: plainUrl })).rejects.toThrow(/must contain "shadow"/);
    const tables = await query(`SELECT FROM pg_tables WHERE schemaname = 'public'`, plainUrl);
    expect(tables).toHaveLength(1);
  });
});
