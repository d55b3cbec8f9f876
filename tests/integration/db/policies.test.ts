import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";

// What each policy shows and lets change, by claims that are set here and not by app.enter: a policy must hold although
// somebody entered who should not have, and although the policy of another table that it asks has become weaker.

let testDatabase: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await runSql(testDatabase.ownerUrl, seed);
  client = new pg.Client({ connectionString: testDatabase.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

const seed = `
  INSERT INTO "public"."User" ("id", "deleted") VALUES ('ann', false), ('ben', false), ('left', false), ('gone', true), ('drafter', false), ('other', false);
  INSERT INTO "public"."Organization" ("id", "deleted") VALUES ('acme', false), ('globex', false), ('closed', true), ('former', false);
  INSERT INTO "public"."Membership" ("organizationId", "userId", "deleted") VALUES ('acme', 'ann', false), ('acme', 'ben', false),
    ('acme', 'left', true), ('acme', 'gone', false), ('globex', 'other', false), ('closed', 'ann', false), ('former', 'ann', true);
  INSERT INTO "public"."Project" ("organizationId", "id", "name", "createdById") VALUES ('acme', 'p', 'p', 'ann'), ('globex', 'p', 'p', 'other');
  INSERT INTO "public"."Task" ("organizationId", "id", "projectId", "title", "createdById") VALUES ('acme', 't', 'p', 't', 'ann'), ('globex', 't', 'p', 't', 'other');
  INSERT INTO "public"."Post" ("id", "authorId", "slug", "title", "body", "status", "publishedAt") VALUES
    ('shown', 'ann', 'shown', 't', 'b', 'published', now()), ('draft', 'drafter', 'draft', 't', 'b', 'draft', NULL)`;

interface As {
  readonly gate: "public" | "user" | "org";
  readonly user?: string;
  readonly organization?: string;
  readonly permissions?: readonly string[];
  /** A change made as the superuser first. */
  readonly after?: string;
}

/**
 * The first column of what a statement reads, sorted; the number of rows that it touches where it reads none; or its SQLSTATE.
 * Nothing is left behind.
 */
async function run(as: As, statement: string): Promise<unknown> {
  const permissions = as.permissions ? `,${as.permissions.join(",")},` : "";
  await client.query("BEGIN");
  try {
    if (as.after) await client.query(as.after);
    await client.query(
      `SELECT set_config('app.user_id', $1, true), set_config('app.organization_id', $2, true),
         set_config('app.permissions', $3, true), set_config('role', $4, true)`,
      [as.user ?? "", as.organization ?? "", permissions, `gate_${as.gate}`],
    );
    const { rows, rowCount } = await client.query<Record<string, unknown>>(statement);
    return statement.startsWith("SELECT")
      ? rows.map((row) => Object.values(row)[0]).sort()
      : rowCount;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code;
    throw error;
  } finally {
    await client.query("ROLLBACK");
  }
}

const users = `SELECT "id" FROM "public"."User"`;
const organizations = `SELECT "id" FROM "public"."Organization"`;
const memberships = `SELECT "organizationId" || ' ' || "userId" FROM "public"."Membership"`;
const posts = `SELECT "id" FROM "public"."Post"`;

describe("the public", () => {
  const as = { gate: "public" } as const;

  it("sees what is published and who wrote it", async () => {
    expect(await run(as, posts)).toEqual(["shown"]);
    expect(await run(as, users)).toEqual(["ann"]);
  });

  it("sees no author of drafts alone, although it saw the drafts", async () => {
    const after = `ALTER POLICY "public_read" ON "public"."Post" USING (true)`;
    expect(await run({ ...as, after }, posts)).toEqual(["draft", "shown"]);
    expect(await run({ ...as, after }, users)).toEqual(["ann"]);
  });
});

describe("a person", () => {
  const as = { gate: "user", user: "ann" } as const;

  it("sees themselves, and nothing once they are deleted", async () => {
    expect(await run(as, users)).toEqual(["ann"]);
    expect(await run({ ...as, user: "gone" }, users)).toEqual([]);
  });

  it("sees their memberships, and the organizations that they are still in and that still are", async () => {
    expect(await run(as, memberships)).toEqual(["acme ann", "closed ann", "former ann"]);
    expect(await run(as, organizations)).toEqual(["acme"]);
  });

  it("sees no organization by the memberships of others, although they saw those", async () => {
    const after = `ALTER POLICY "user_read" ON "public"."Membership" USING (true)`;
    expect(await run({ ...as, after }, organizations)).toEqual(["acme"]);
  });

  it("writes posts as themselves alone", async () => {
    const insert = (author: string) =>
      `INSERT INTO "public"."Post" ("authorId", "slug", "title", "body") VALUES ('${author}', 's', 't', 'b')`;
    expect(await run(as, insert("ann"))).toBe(1);
    expect(await run(as, insert("ben"))).toBe("42501");
  });

  // A statement that reads no column is bound by its own policy, and not by that for reading.
  it("reaches no post of another, by reading or blindly", async () => {
    expect(await run(as, posts)).toEqual(["shown"]);
    expect(await run(as, `UPDATE "public"."Post" SET "title" = 'mine'`)).toBe(1);
    expect(await run(as, `DELETE FROM "public"."Post"`)).toBe(1);
  });
});

describe("a member", () => {
  const as = {
    gate: "org",
    user: "ann",
    organization: "acme",
    permissions: [
      "org:members:read",
      "org:projects:read",
      "org:projects:manage",
      "org:tasks:manage",
    ],
  } as const;
  const without = (...names: readonly string[]): As => ({
    ...as,
    permissions: as.permissions.filter((name) => !names.includes(name)),
  });

  it("sees the active organization, as long as it is there", async () => {
    expect(await run(as, organizations)).toEqual(["acme"]);
    expect(await run({ ...as, organization: "closed" }, organizations)).toEqual([]);
  });

  it("sees its members, and nobody who has left or was deleted", async () => {
    expect(await run(as, memberships)).toEqual(["acme ann", "acme ben", "acme gone"]);
    expect(await run(as, users)).toEqual(["ann", "ben"]);
    expect(await run(without("org:members:read"), memberships)).toEqual([]);
    expect(await run(without("org:members:read"), users)).toEqual([]);
  });

  it("sees no other people, although they saw all memberships", async () => {
    const after = `ALTER POLICY "org_read" ON "public"."Membership" USING (true)`;
    expect(await run({ ...as, after }, users)).toEqual(["ann", "ben", "left"]);
    expect(await run({ ...without("org:members:read"), after }, users)).toEqual([]);
  });

  describe.each([
    ["Project", `("name")`, `('n')`, "org:projects:manage"],
    ["Task", `("projectId", "title")`, `('p', 'n')`, "org:tasks:manage"],
  ])("%s", (table, columns, values, permission) => {
    const name = `"public"."${table}"`;
    const read = `SELECT "organizationId" FROM ${name}`;
    const change = `UPDATE ${name} SET "updatedAt" = now()`;
    const remove = `DELETE FROM ${name}`;
    const create = `INSERT INTO ${name} ${columns} VALUES ${values}`;
    const createAs = (column: string, value: string) =>
      create.replace("(", `("${column}", `).replace("VALUES (", `VALUES ('${value}', `);

    it("is read in the active organization, with the permission", async () => {
      expect(await run(as, read)).toEqual(["acme"]);
      expect(await run(without("org:projects:read"), read)).toEqual([]);
    });

    it("is made there, by oneself, with the permission", async () => {
      expect(await run(as, create)).toBe(1);
      expect(await run(without(permission), create)).toBe("42501");
      expect(await run(as, createAs("createdById", "ben"))).toBe("42501");
      expect(await run(as, createAs("organizationId", "globex"))).toBe("42501");
    });

    it("is changed and deleted there, with the permission, also blindly", async () => {
      for (const statement of [change, remove]) {
        expect(await run(as, statement)).toBe(1);
        expect(await run(without(permission), statement)).toBe(0);
      }
    });
  });

  it("sees the organization's audit trail with the permission", async () => {
    const event = (organization: string) =>
      `SELECT set_config('app.gate', 'org', true), set_config('app.organization_id', '${organization}', true), set_config('app.user_id', 'ann', true), app.audit('a.b', NULL)`;
    const after = `${event("globex")}; ${event("acme")}`;
    const trail = `SELECT "organizationId" FROM "public"."AuditEvent"`;
    expect(await run({ ...as, after }, trail)).toEqual([]);
    expect(await run({ ...as, after, permissions: ["org:audit:read"] }, trail)).toEqual(["acme"]);
  });
});
