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
beforeEach(async () => {
  await runSql(testDatabase.ownerUrl, `DELETE FROM "public"."ClerkRole"`);
  await runSql(testDatabase.ownerUrl, `DELETE FROM "public"."ClerkPermission"`);
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

interface Known {
  readonly key?: string;
  readonly version?: number;
  readonly timestamp?: number;
  readonly deleted?: boolean;
}

async function mirrorPermission(id: string, { key, version, timestamp, deleted }: Known) {
  await runSql(
    testDatabase.ownerUrl,
    `INSERT INTO "public"."ClerkPermission" ("id", "key", "sourceVersion", "sourceTimestamp", "deleted") VALUES ($1, $2, $3, $4, $5)`,
    [id, key ?? "", version ?? 0, timestamp ?? 0, deleted ?? false],
  );
}

async function mirrorRole(id: string, known: Known, permissionIds: readonly string[] = []) {
  const { key, version, timestamp, deleted } = known;
  await runSql(
    testDatabase.ownerUrl,
    `INSERT INTO "public"."ClerkRole" ("id", "key", "permissionIds", "sourceVersion", "sourceTimestamp", "deleted") VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, key ?? "", permissionIds, version ?? 0, timestamp ?? 0, deleted ?? false],
  );
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
    expect(await enter({ permissions: reads, required })).toEqual(["GH012"]);
    expect(await enter({ permissions: [], required, role: "org:admin" })).toEqual(["GH012"]);
    expect(await enter({ permissions: [], role: "org:admin" })).toEqual(["GH012"]);
    expect(await enter({ permissions: manages, required: null })).toEqual(["GH012"]);
    expect(await enter({ permissions: ["org:projects:manage "], required })).toEqual(["GH012"]);
  });

  it("are not asked where they are absent: the role then decides", async () => {
    const required = "org:projects:manage";
    expect(await enter({ role: "org:admin", required })).toEqual(["entered", "read", "write"]);
    expect(await enter({ role: "org:member", required })).toEqual(["GH012"]);
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

describe("Clerk's roles, as the mirror knows them", () => {
  const managing = { permissions: manages, required: "org:projects:manage" };
  const editing = { permissions: reads, required: "org:projects:manage" };

  beforeEach(async () => {
    await mirrorPermission("perm_manage", { key: "org:projects:manage", version: before });
    await mirrorPermission("perm_read", { key: "org:projects:read", version: before });
    await mirrorPermission("perm_system", { key: "org:sys_profile:manage", version: before });
  });

  it("take at once what was taken from the role, and give what was added", async () => {
    await mirrorRole("role_m", { key: "org:member", version: after }, ["perm_read"]);
    expect(await enter({ permissions: manages })).toEqual(["entered", "read"]);
    expect(await enter(managing)).toEqual(["GH006"]);
    await mirrorRole("role_e", { key: "org:editor", version: after }, ["perm_manage"]);
    expect(await enter({ ...editing, role: "org:editor" })).toEqual(["entered", "read", "write"]);
  });

  it("count from the token's own moment on, by Clerk's version or by the evidence's time", async () => {
    await mirrorRole("role_m", { key: "org:member", version: issuedAt * 1000 });
    expect(await enter({ permissions: reads })).toEqual(["GH006"]);
    await mirrorRole("role_e", { key: "org:editor", timestamp: issuedAt * 1000 });
    expect(await enter({ permissions: reads, role: "org:editor" })).toEqual(["GH006"]);
  });

  it("do not count where they are older than the token", async () => {
    await mirrorRole("role_m", { key: "org:member", version: before, timestamp: before });
    expect(await enter(managing)).toEqual(["entered", "read", "write"]);
    await mirrorRole("role_e", { key: "org:editor", version: before }, ["perm_manage"]);
    expect(await enter({ ...editing, role: "org:editor" })).toEqual(["GH012"]);
  });

  it("give what their permissions imply, and nothing for what is not in the catalogue", async () => {
    await mirrorRole("role_m", { key: "org:member", version: after }, ["perm_manage"]);
    expect(await enter({ permissions: [] })).toEqual(["entered", "read", "write"]);
    await mirrorRole("role_e", { key: "org:editor", version: after }, ["perm_system", "perm_gone"]);
    expect(await enter({ permissions: reads, role: "org:editor" })).toEqual(["GH006"]);
  });

  it("say what another role than the token's may do, whenever that was heard", async () => {
    await mirrorRole("role_e", { key: "org:editor", version: before }, ["perm_read"]);
    await mirror("org:editor", after);
    expect(await enter({ permissions: manages })).toEqual(["entered", "read"]);
    expect(await enter(managing)).toEqual(["GH006"]);
  });

  it("of two with one key the newer counts, and none that was deleted", async () => {
    await mirrorRole("role_1", { key: "org:member", version: after + 1 }, ["perm_manage"]);
    await mirrorRole("role_2", { key: "org:member", version: after }, []);
    expect(await enter(editing)).toEqual(["entered", "read", "write"]);
    await mirrorRole("role_3", { key: "org:member", version: after + 2, deleted: true });
    expect(await enter(editing)).toEqual(["entered", "read", "write"]);
  });

  it("no longer name a role that was deleted or renamed since: only a new token can tell", async () => {
    await mirrorRole("role_gone", { timestamp: after, deleted: true });
    expect(await enter(managing)).toEqual(["GH006"]);
    expect(await enter({ permissions: reads })).toEqual(["GH006"]);
    await mirrorRole("role_m", { key: "org:member", version: before });
    expect(await enter(managing)).toEqual(["entered", "read", "write"]);
  });

  it("that were deleted before the token was issued do not touch it", async () => {
    await mirrorRole("role_gone", { timestamp: before, deleted: true });
    expect(await enter(managing)).toEqual(["entered", "read", "write"]);
  });

  it("lose a permission that was deleted, whichever is newer", async () => {
    await mirrorRole("role_m", { key: "org:member", version: after }, ["perm_read", "perm_gone"]);
    await mirrorPermission("perm_gone", {
      key: "org:projects:manage",
      version: after,
      deleted: true,
    });
    expect(await enter(managing)).toEqual(["GH006"]);
    expect(await enter({ permissions: manages })).toEqual(["entered", "read"]);
  });
});

describe("a permission that was deleted", () => {
  const managing = { permissions: manages, required: "org:projects:manage" };

  it("is taken from what a token says that is older, and the others stay", async () => {
    await mirrorPermission("perm_gone", { timestamp: after, deleted: true });
    await mirrorPermission("perm_members", { key: "org:members:read", version: before });
    const permissions = ["org:members:read", ...manages];
    expect(await enter({ permissions, required: "org:members:read" })).toEqual(["entered"]);
    expect(await enter({ ...managing, permissions })).toEqual(["GH006"]);
  });

  it("takes along what it may have been the only one to imply", async () => {
    await mirrorPermission("perm_gone", { timestamp: after, deleted: true });
    await mirrorPermission("perm_read", { key: "org:projects:read", version: before });
    expect(await enter({ permissions: manages })).toEqual(["GH006"]);
    expect(await enter({ permissions: reads })).toEqual(["entered", "read"]);
  });

  it("does not count for a token that is newer, which does not say it", async () => {
    await mirrorPermission("perm_gone", { timestamp: before, deleted: true });
    expect(await enter(managing)).toEqual(["entered", "read", "write"]);
  });

  it("and whose key another one has now, is there", async () => {
    await mirrorPermission("perm_gone", { timestamp: after, deleted: true });
    await mirrorPermission("perm_new", { key: "org:projects:manage", version: after });
    await mirrorPermission("perm_read", { key: "org:projects:read", version: before });
    expect(await enter(managing)).toEqual(["entered", "read", "write"]);
  });
});
