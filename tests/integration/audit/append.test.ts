import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { roleNames } from "@/src/server/db/rights";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

let testDatabase: TestDatabase;
let login: pg.Client;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  login = new pg.Client({ connectionString: testDatabase.loginUrl });
  await login.connect();
  await refuse({ gate: "org", user: "user_a", organization: "org_a" });
});
afterAll(async () => {
  await login.end();
  await testDatabase.drop();
});

const refuse = (principal: object, action: string | null = "a.b", subject: string | null = null) =>
  login.query("SELECT app.audit_refusal($1, $2, $3, 'not_found')", [principal, action, subject]);

/** The SQLSTATE of a statement that must fail; it changes nothing. */
async function stateOf(client: pg.ClientBase, statement: string, role?: string): Promise<string> {
  await client.query("BEGIN");
  try {
    if (role) {
      const claims = {
        gate: role.slice(5),
        user: "user_a",
        issuedAt: 2e9,
        admin: true,
        write: true,
      };
      const organization = { organization: "org_a", role: "org:admin", required: "org:audit:read" };
      await client.query("SELECT app.enter($1)", [{ ...claims, ...organization }]);
      await client.query(`SELECT set_config('role', $1, true)`, [role]);
    }
    await client.query(statement);
    return "done";
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? "") : String(error);
  } finally {
    await client.query("ROLLBACK");
  }
}

const changes = [
  `UPDATE "public"."AuditEvent" SET "outcome" = 'done'`,
  `DELETE FROM "public"."AuditEvent"`,
  `TRUNCATE "public"."AuditEvent"`,
  `DELETE FROM "public"."AuditChain"`,
  `TRUNCATE "public"."AuditChain"`,
];
const writes = [
  ...changes,
  `INSERT INTO "public"."AuditEvent" ("chainId", "sequence", "gate", "action", "outcome", "previousHash", "hash") VALUES ('x', 1, 'org', 'a', 'done', '', '')`,
  `INSERT INTO "public"."AuditChain" ("id", "sequence", "hash") VALUES ('x', 1, '')`,
  `UPDATE "public"."AuditChain" SET "sequence" = 0`,
  `SELECT FROM "public"."AuditChain"`,
  `SELECT app.append_audit(NULL)`,
];
const roles = [undefined, ...roleNames.map((gate) => `gate_${gate}`)];

describe("the trail only grows", () => {
  it.each(roles.flatMap((role) => writes.map((write) => [role ?? "the login role", role, write])))(
    "for %s: %s %s",
    async (_, role, write) => {
      expect(await stateOf(login, write ?? "", role)).toBe("42501");
    },
  );

  it.each(changes)("for the owner, who would have to disable a trigger: %s", async (change) => {
    const owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
    await owner.connect();
    try {
      expect(await stateOf(owner, change)).toBe("42501");
    } finally {
      await owner.end();
    }
  });
});

describe("a refusal", () => {
  it.each([
    ["says nothing was done", { gate: "user", user: "u" }, "done"],
    ["has a code", { gate: "user", user: "u" }, null],
    ["is of a gate that there is", { gate: "root", user: "u" }, "not_found"],
    ["is not of the public", { gate: "public", user: "u" }, "not_found"],
    ["is not of the sync", { gate: "sync", user: "u" }, "not_found"],
    ["is of some gate", { user: "u" }, "not_found"],
    ["is of somebody", { gate: "user" }, "not_found"],
  ])("%s", async (_, principal, outcome) => {
    const call = login.query("SELECT app.audit_refusal($1, 'a.b', NULL, $2)", [principal, outcome]);
    await expect(call).rejects.toMatchObject({ code: "GH000" });
  });

  it.each([
    ["an action that is a sentence", "did a thing", null],
    ["no action", null, null],
    ["an address for a subject", "a.b", "bob@acme.test"],
    ["a long subject", "a.b", "a".repeat(81)],
  ])("takes ids and codes alone: not %s", async (_, action, subject) => {
    await expect(refuse({ gate: "user", user: "u" }, action, subject)).rejects.toMatchObject({
      code: expect.stringMatching(/^23(502|514)$/) as unknown,
    });
  });

  it("lets nobody in: no claims are left behind it", async () => {
    await login.query("BEGIN");
    await refuse({ gate: "org", user: "user_a", organization: "org_a" });
    const { rows } = await login.query(
      `SELECT coalesce(current_setting('app.user_id', true), '') AS "user", current_setting('role') AS role`,
    );
    await login.query("ROLLBACK");
    expect(rows).toEqual([{ user: "", role: "none" }]);
  });
});

describe("a row is placed", () => {
  it.each([
    [{ gate: "org", user: "user_p", organization: "org_p" }, "org:org_p", "org_p"],
    [{ gate: "org", user: "user_p" }, "user:user_p", null],
    [{ gate: "user", user: "user_q", organization: "org_p" }, "user:user_q", null],
    [{ gate: "admin", user: "user_p", organization: "org_p" }, "admin", null],
  ])("by its gate and organization: %j in %s", async (principal, chain, organizationId) => {
    await refuse(principal);
    expect((await readTrail(testDatabase.ownerUrl, chain)).at(-1)).toMatchObject({
      actorId: principal.user,
      organizationId,
    });
  });

  it("behind the one before it, whatever the session's time zone and date style", async () => {
    await login.query("BEGIN");
    await login.query("SET LOCAL TimeZone = 'Asia/Kathmandu'");
    await login.query("SET LOCAL DateStyle = 'German'");
    await refuse({ gate: "org", user: "user_a", organization: "org_a" });
    await login.query("COMMIT");
    const [first, second] = await readTrail(testDatabase.ownerUrl, "org:org_a");
    expect(first).toMatchObject({ sequence: 1, previousHash: "0".repeat(64) });
    expect(second).toMatchObject({ sequence: 2, previousHash: first?.hash });
    const heads = await runSql(
      testDatabase.ownerUrl,
      `SELECT "sequence"::int, "hash" FROM "public"."AuditChain" WHERE "id" = 'org:org_a'`,
    );
    expect(heads).toEqual([{ sequence: 2, hash: second?.hash }]);
  });
});
