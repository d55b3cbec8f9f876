import pg from "pg";
import { describe, expect, it } from "vitest";
import { checkDatabase } from "@/src/server/db/check";
import { ScopedPool } from "@/src/server/db/pool";
import { runInScope, Scope } from "@/src/server/db/scope";
import { useApplication } from "../../support/application.ts";
import { runScoped } from "../../support/scoped.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
async function checkAs(connectionString: string): Promise<string> {
  const pool = new ScopedPool({ connectionString, max: 1, namedStatements: true });
  try {
    await pool.check();
    return "safe";
  } catch (error) {
    return messageOf(error);
  } finally {
    await pool.end();
  }
}

/** What the login role would be told after a change; roles are the whole cluster's, so nothing is ever committed. */
async function checkAfter(change: (login: string) => string): Promise<string> {
  const client = new pg.Client({ connectionString: testDatabase().adminUrl });
  await client.connect();
  try {
    const login = client.escapeIdentifier(new URL(testDatabase().loginUrl).username);
    await client.query("BEGIN");
    await client.query(change(login));
    await client.query(`SET LOCAL ROLE ${login}`);
    await checkDatabase(client);
    return "safe";
  } catch (error) {
    return messageOf(error);
  } finally {
    await client.query("ROLLBACK");
    await client.end();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
      /Refusing to serve: .* owns AuditChain, AuditEvent, .*Project/,
    );
  });
  it("as a role that can bypass row security", async () => {
    expect(await checkAfter((login) => `ALTER ROLE ${login} BYPASSRLS`)).toMatch(
      /can bypass row security/,
    );
  });
  it("as a role that inherits a gate", async () => {
    expect(await checkAfter((login) => `GRANT gate_sync TO ${login} WITH INHERIT TRUE`)).toMatch(
      /inherits gate_sync/,
    );
  });
  it("as a role that lacks a gate", async () => {
    const { username: owner } = new URL(testDatabase().ownerUrl);
    expect(
      await checkAfter((login) => `REVOKE gate_sync FROM ${login} GRANTED BY ${owner}`),
    ).toMatch(/lacks gate_sync; run `npm run db -- login`/);
  });
  it("when a table is missing", async () => {
    expect(await checkAfter(() => `DROP TABLE "public"."EndedSession"`)).toMatch(
      /missing EndedSession; run `npm run db -- deploy`/,
    );
  });
  it("when a gate can bypass row security", async () => {
    expect(await checkAfter(() => `ALTER ROLE gate_org BYPASSRLS`)).toMatch(
      /may switch to gate_org, whom row security does not bind/,
    );
  });
  it("with row security off on one table", async () => {
    expect(await checkAfter(() => `ALTER TABLE "public"."Task" DISABLE ROW LEVEL SECURITY`)).toBe(
      'Refusing to serve: table "Task" has row security off.',
    );
  });
  it("with a table without a policy", async () => {
    expect(await checkAfter(() => `DROP POLICY "sync_write" ON "public"."EndedSession"`)).toMatch(
      /^Refusing to serve: table "EndedSession" has no policy; gate_sync read "EndedSession": /,
    );
  });
  it("with a table that nobody classified", async () => {
    expect(await checkAfter(() => `CREATE TABLE "public"."Invoice" (id text)`)).toMatch(
      /table "Invoice" has no classification .*; table "Invoice" has row security off/,
    );
  });
});

describe("with any one policy dropped, start refuses to serve and names it", () => {
  it("every policy that there is, each by its table, gate and commands", async () => {
    const policies = await runSql<{ table: string; name: string; role: string; command: string }>(
      testDatabase().ownerUrl,
      `SELECT tablename AS "table", policyname AS name, array_to_string(roles, ',') AS role, cmd AS command
       FROM pg_policies WHERE schemaname = 'public' AND coalesce(qual, with_check) <> 'false'`,
    );
    expect(policies.length).toBeGreaterThan(30);
    for (const { table, name, role, command } of policies) {
      const message = await checkAfter(() => `DROP POLICY "${name}" ON "public"."${table}"`);
      const lost = { SELECT: ["read"], INSERT: ["create"], UPDATE: ["update"], DELETE: ["delete"] };
      const actions = new Map(Object.entries(lost)).get(command) ?? ["read", "create", "update"];
      const faults = actions.map(
        (action) => `${role} ${action} "${table}": the policy is missing (such as "${name}")`,
      );
      const alone = message.replace(`table "${table}" has no policy; `, "");
      expect(alone).toBe(`Refusing to serve: ${faults.join("; ")}.`);
    }
  });
});

describe("an unsafe connection", () => {
  it("sends no statement and begins no transaction, also where start was passed by", async () => {
    const { ownerUrl } = testDatabase();
    const pool = new ScopedPool({ connectionString: ownerUrl, max: 1, namedStatements: true });
    const scope = new Scope({ gate: "public" });
    try {
      await expect(runScoped(pool, scope, "SELECT 1")).rejects.toThrow(/Refusing to serve/);
      const begun = runInScope(scope, () => pool.connect()).then((client) => client.release());
      await expect(begun).rejects.toThrow(/Refusing to serve/);
    } finally {
      await pool.end();
    }
  });
});
