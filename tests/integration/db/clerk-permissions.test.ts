import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";

// How app.enter judges a principal whose token brings its own permissions: the setting `clerk` of src/access/roles.ts.

let testDatabase: TestDatabase;
let login: pg.Client;
let serial = 0;
let user = "";

const organization = "org_c";
const issuedAt = 1_800_000_000;
/** Milliseconds: evidence from before and after the token. */
const before = (issuedAt - 10) * 1000;
const after = (issuedAt + 10) * 1000;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  login = new pg.Client({ connectionString: testDatabase.loginUrl });
  await login.connect();
  await runSql(
    testDatabase.ownerUrl,
    `WITH tenant AS (INSERT INTO "public"."Organization" ("id") VALUES ($1) RETURNING "id")
     INSERT INTO "public"."Project" ("organizationId", "name", "createdById") SELECT "id", 'seen', 'user_c' FROM tenant`,
    [organization],
  );
});
afterAll(async () => {
  await login.end();
  await testDatabase.drop();
});
beforeEach(() => {
  serial += 1;
  user = `user_c${serial}`;
});

interface Claims {
  readonly permissions?: readonly string[];
  readonly required?: string | null;
  readonly role?: string;
}

/** What entering as the login role came to, and what the gate then lets do: "read", "write", or the SQLSTATE. */
async function enter({ required = "org:projects:read", role = "org:member", ...rest }: Claims) {
  const principal = { gate: "org", user, issuedAt, organization, role, required, ...rest };
  const done: string[] = [];
  const attempt = async (name: string, text: string, values: unknown[] = []): Promise<boolean> => {
    try {
      if ((await login.query(text, values)).rowCount !== 0) done.push(name);
      return true;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      done.push(error.code ?? error.message);
      return false;
    }
  };
  await login.query("BEGIN");
  try {
    const enters = "SELECT app.enter($1), set_config('role', 'gate_org', true)";
    if (!(await attempt("entered", enters, [principal]))) return done;
    await attempt("read", `SELECT FROM "public"."Project"`);
    await attempt("write", `UPDATE "public"."Project" SET "name" = 'changed'`);
    return done;
  } finally {
    await login.query("ROLLBACK");
  }
}

async function mirror(role: string | null, version: number, deleted = false): Promise<void> {
  await runSql(
    testDatabase.ownerUrl,
    `WITH person AS (INSERT INTO "public"."User" ("id") VALUES ($1) RETURNING "id")
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "sourceVersion", "deleted")
     SELECT $2, "id", $3, $4, $5 FROM person`,
    [user, organization, role, version, deleted],
  );
}

const reads = ["org:projects:read"];
const manages = ["org:projects:manage", "org:projects:read"];

describe("the token's permissions", () => {
  it("are what is granted, whatever the role's own are", async () => {
    expect(await enter({ permissions: reads })).toEqual(["entered", "read"]);
    expect(await enter({ permissions: manages })).toEqual(["entered", "read", "write"]);
    expect(await enter({ permissions: manages, role: "org:unheard" })).toEqual([
      "entered",
      "read",
      "write",
    ]);
    // An admin of the table of roles, whose token does not say so.
    expect(await enter({ permissions: reads, role: "org:admin" })).toEqual(["entered", "read"]);
  });

  it("must hold the required one, and nothing stands in for it", async () => {
    const required = "org:projects:manage";
    expect(await enter({ permissions: reads, required })).toEqual(["GH006"]);
    expect(await enter({ permissions: [], required, role: "org:admin" })).toEqual(["GH006"]);
    expect(await enter({ permissions: [], role: "org:admin" })).toEqual(["GH006"]);
    expect(await enter({ permissions: manages, required: null })).toEqual(["GH006"]);
    expect(await enter({ permissions: ["org:projects:manage "], required })).toEqual(["GH006"]);
  });

  it("are not asked where they are absent: the role then decides", async () => {
    const required = "org:projects:manage";
    expect(await enter({ role: "org:admin", required })).toEqual(["entered", "read", "write"]);
    expect(await enter({ role: "org:member", required })).toEqual(["GH006"]);
  });
});

describe("the mirror's role", () => {
  it("refuses when it is newer than the token and another", async () => {
    await mirror("org:admin", after);
    expect(await enter({ permissions: manages })).toEqual(["GH006"]);
  });

  it("refuses when it is newer and there is none any more", async () => {
    await mirror(null, after);
    expect(await enter({ permissions: manages })).toEqual(["GH006"]);
  });

  it("does not refuse when it is newer and the same, nor adds what the role has", async () => {
    await mirror("org:admin", after);
    expect(await enter({ permissions: reads, role: "org:admin" })).toEqual(["entered", "read"]);
  });

  it("does not count when it is older than the token", async () => {
    await mirror("org:admin", before);
    expect(await enter({ permissions: manages })).toEqual(["entered", "read", "write"]);
  });

  it("does not outlive a membership that was removed", async () => {
    await mirror("org:member", after, true);
    expect(await enter({ permissions: manages })).toEqual(["GH005"]);
  });
});
