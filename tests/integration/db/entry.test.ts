import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";

// app.enter as the login role calls it, with principals that no gate of ours would make: the database takes nobody's word.

let testDatabase: TestDatabase;
let login: pg.Client;
let serial = 0;
let user = "";

const issuedAt = 1_800_000_000;
const issuedMs = issuedAt * 1000;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await runSql(
    testDatabase.ownerUrl,
    `INSERT INTO "public"."Organization" ("id") VALUES ('org_1')`,
  );
  login = new pg.Client({ connectionString: testDatabase.loginUrl });
  await login.connect();
});
afterAll(async () => {
  await login.end();
  await testDatabase.drop();
});
beforeEach(() => {
  serial += 1;
  user = `user_n${serial}`;
});

/** "entered", or the SQLSTATE. */
async function enter(principal: Record<string, unknown>): Promise<string> {
  try {
    await login.query("SELECT app.enter($1)", [principal]);
    return "entered";
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code ?? error.message;
    throw error;
  }
}

async function mirrorUser(columns: Record<string, unknown>): Promise<void> {
  const names = Object.keys(columns).map((name) => `, "${name}"`);
  const values = names.map((_, index) => `, $${index + 2}`);
  await runSql(
    testDatabase.ownerUrl,
    `INSERT INTO "public"."User" ("id"${names.join("")}) VALUES ($1${values.join("")})`,
    [user, ...Object.values(columns)],
  );
}

async function mirrorTombstone(version: number): Promise<void> {
  await mirrorUser({});
  await runSql(
    testDatabase.ownerUrl,
    `INSERT INTO "public"."Membership" ("organizationId", "userId", "deleted", "sourceVersion") VALUES ('org_1', $1, true, $2)`,
    [user, version],
  );
}

const asUser = () => ({ gate: "user", user, issuedAt });
const asAdmin = () => ({ gate: "admin", user, issuedAt, admin: true });
const asMember = () => ({
  ...asUser(),
  gate: "org",
  organization: "org_1",
  role: "org:admin",
  required: "org:projects:read",
});

describe("a principal that is not whole", () => {
  it.each([
    ["no gate", {}],
    ["a gate of null", { gate: null }],
    ["an unknown gate", { gate: "root", user: "user_1", issuedAt }],
    ["the entry's own role for a gate", { gate: "entry" }],
    ["a person's gate without a person", { gate: "user", issuedAt }],
    ["a person's gate without a time", { gate: "user", user: "user_1" }],
    ["the administrators' gate without a person", { gate: "admin", issuedAt, admin: true }],
    [
      "the organization's gate without one",
      { gate: "org", user: "user_1", issuedAt, role: "org:admin", required: "org:projects:read" },
    ],
  ])("does not enter: %s", async (_, principal) => {
    expect(await enter(principal)).toBe("GH000");
  });

  it("is not why the others are refused: a whole one enters", async () => {
    for (const whole of [{ gate: "public" }, asUser(), asAdmin(), asMember()])
      expect([whole.gate, await enter(whole)]).toEqual([whole.gate, "entered"]);
  });
});

describe("an administrator", () => {
  it.each([undefined, null, false, "true", 1, {}])("is not who says %j", async (admin) => {
    expect(await enter({ ...asAdmin(), admin })).toBe("GH007");
  });

  it("is nobody who is impersonated", async () => {
    expect(await enter({ ...asAdmin(), impersonator: "user_other" })).toBe("GH007");
  });
});

describe("who acts for somebody else", () => {
  it.each(["banned", "deleted"])("is not %s themselves", async (column) => {
    await mirrorUser({ [column]: true });
    expect(await enter({ ...asUser(), user: "user_acted", impersonator: user })).toBe("GH001");
  });
});

describe("evidence of the token's own moment", () => {
  it("counts: a ban, by Clerk's version or by its delivery", async () => {
    await mirrorUser({ banned: true, sourceVersion: issuedMs });
    expect(await enter(asUser())).toBe("GH003");
    user = `${user}late`;
    await mirrorUser({ banned: true, sourceVersion: 1, sourceTimestamp: issuedMs });
    expect(await enter(asUser())).toBe("GH003");
  });

  it("counts: an administrator unmade", async () => {
    await mirrorUser({ sourceVersion: issuedMs });
    expect(await enter(asAdmin())).toBe("GH007");
  });

  it("counts: a membership removed; a millisecond earlier it does not", async () => {
    await mirrorTombstone(issuedMs);
    expect(await enter(asMember())).toBe("GH005");
    user = `${user}early`;
    await mirrorTombstone(issuedMs - 1);
    expect(await enter(asMember())).toBe("entered");
  });
});

describe("claims", () => {
  const names = ["user_id", "organization_id", "permissions", "impersonator_id", "request_id"];
  const settings = names.map((name) => `current_setting('app.${name}', true) AS ${name}`).join();
  const principal = () => ({ ...asMember(), impersonator: "user_root", requestId: "r" });

  it("are those of the principal, and end with the transaction", async () => {
    await login.query("BEGIN");
    expect(await enter(principal())).toBe("entered");
    const { rows } = await login.query<Record<string, string>>(`SELECT ${settings}`);
    expect(rows[0]).toMatchObject({ user_id: user, organization_id: "org_1" });
    expect(Object.values(rows[0] ?? {})).not.toContain("");
    await login.query("COMMIT");
    const left = await login.query(`SELECT ${settings}`);
    expect(left.rows[0]).toEqual(Object.fromEntries(names.map((name) => [name, ""])));
  });

  it("name an organization at the organization's gate alone", async () => {
    await login.query("BEGIN");
    await enter({ ...principal(), gate: "user" });
    const { rows } = await login.query(`SELECT ${settings}`);
    expect(rows[0]).toMatchObject({ user_id: user, organization_id: "", permissions: "" });
    await login.query("ROLLBACK");
  });

  it("that nobody set are null, and no permission is held", async () => {
    await enter(principal()); // Leaves empty texts behind in this connection.
    await login.query("BEGIN");
    await login.query("SELECT set_config('role', 'gate_org', true)");
    const { rows } = await login.query(
      `SELECT app.user_id(), app.organization_id(), app.has('org:projects:read') AS has, app.has('') AS nothing`,
    );
    expect(rows).toEqual([{ user_id: null, organization_id: null, has: false, nothing: false }]);
    await login.query("ROLLBACK");
  });

  it("that were never set in a connection are null too, and no permission is held", async () => {
    const fresh = new pg.Client({ connectionString: testDatabase.loginUrl });
    await fresh.connect();
    try {
      await fresh.query("SET ROLE gate_org");
      const { rows } = await fresh.query(
        `SELECT app.user_id(), app.has('org:projects:read') AS has`,
      );
      expect(rows).toEqual([{ user_id: null, has: false }]);
    } finally {
      await fresh.end();
    }
  });

  it("hold a permission by its whole name", async () => {
    await login.query("BEGIN");
    await enter({ ...principal(), permissions: ["org:projects:read"] });
    await login.query("SELECT set_config('role', 'gate_org', true)");
    const { rows } = await login.query(
      `SELECT app.has('org:projects:read') AS whole, app.has('org:projects') AS start, app.has('read') AS ending, app.has('org:projects:rea_') AS pattern`,
    );
    expect(rows).toEqual([{ whole: true, start: false, ending: false, pattern: false }]);
    await login.query("ROLLBACK");
  });
});
