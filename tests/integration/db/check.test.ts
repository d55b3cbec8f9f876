import { afterEach, describe, expect, it } from "vitest";
import { ScopedPool } from "@/src/server/db/pool";
import { useApplication } from "../../support/application.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const undo: string[] = [];

afterEach(async () => {
  for (const statement of undo.splice(0).reverse())
    await runSql(testDatabase().adminUrl, statement);
});

async function checkAs(connectionString: string): Promise<string> {
  const pool = new ScopedPool({ connectionString, max: 1, namedStatements: true });
  try {
    await pool.check();
    return "safe";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await pool.end();
  }
}

async function change(statement: string, back: string): Promise<void> {
  await runSql(testDatabase().adminUrl, statement);
  undo.push(back);
}

describe("start refuses to serve", () => {
  it("not when the database keeps its side of the rules", async () => {
    expect(await checkAs(testDatabase().loginUrl)).toBe("safe");
  });
  it("as a superuser", async () => {
    expect(await checkAs(testDatabase().adminUrl)).toMatch(/Refusing to serve: .* is a superuser/);
  });
  it("as the owner", async () => {
    expect(await checkAs(testDatabase().ownerUrl)).toMatch(
      /Refusing to serve: .* owns AuditEvent, .*Project/,
    );
  });
  it("as a role that can bypass row security", async () => {
    const role = new URL(testDatabase().loginUrl).username;
    await change(`ALTER ROLE "${role}" BYPASSRLS`, `ALTER ROLE "${role}" NOBYPASSRLS`);
    expect(await checkAs(testDatabase().loginUrl)).toMatch(/can bypass row security/);
  });
  it("as a role that inherits a gate", async () => {
    const role = new URL(testDatabase().loginUrl).username;
    await change(
      `GRANT gate_sync TO "${role}" WITH INHERIT TRUE`,
      `GRANT gate_sync TO "${role}" WITH INHERIT FALSE`,
    );
    expect(await checkAs(testDatabase().loginUrl)).toMatch(/inherits gate_sync/);
  });
  it("when a gate can bypass row security", async () => {
    await change(`ALTER ROLE gate_org BYPASSRLS`, `ALTER ROLE gate_org NOBYPASSRLS`);
    expect(await checkAs(testDatabase().loginUrl)).toMatch(
      /may switch to gate_org, whom row security does not bind/,
    );
  });
  it("with row security off on one table", async () => {
    await change(
      `ALTER TABLE "public"."Task" DISABLE ROW LEVEL SECURITY`,
      `ALTER TABLE "public"."Task" ENABLE ROW LEVEL SECURITY`,
    );
    expect(await checkAs(testDatabase().loginUrl)).toBe(
      'Refusing to serve: table "Task" has row security off.',
    );
  });
  it("with a table without a policy", async () => {
    await change(
      `DROP POLICY "sync_write" ON "public"."EndedSession"`,
      `CREATE POLICY "sync_write" ON "public"."EndedSession" FOR ALL TO gate_sync USING (true) WITH CHECK (true)`,
    );
    expect(await checkAs(testDatabase().loginUrl)).toBe(
      'Refusing to serve: table "EndedSession" has no policy.',
    );
  });
  it("with a table that nobody classified", async () => {
    await change(`CREATE TABLE "public"."Invoice" (id text)`, `DROP TABLE "public"."Invoice"`);
    expect(await checkAs(testDatabase().loginUrl)).toMatch(
      /table "Invoice" has no classification .*; table "Invoice" has row security off/,
    );
  });
});
