import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Model } from "@/src/access/grants";
import { reachOf, type gateReach, type Reach } from "@/src/access/reach";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

// What src/access/reach.ts says of a gate's rows in words, its policies say in SQL.

let testDatabase: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await testDatabase.drop();
});

/** What an expression must hold for its rows to be those; Postgres prints it with its own brackets, which are taken out. */
const says: Record<Reach, RegExp> = {
  published: /^status = 'published'::text$/,
  authors:
    /^EXISTS SELECT FROM "?Post"? p WHERE p\."authorId" = "User"\.id AND p\.status = 'published'::text$/,
  self: /^id = SELECT app\.user_id AS user_id\b/,
  own: /^"(userId|authorId)" = SELECT app\.user_id AS user_id\b/,
  joined:
    /EXISTS SELECT FROM "Membership" m WHERE .*m\."userId" = SELECT app\.user_id AS user_id AND NOT m\.deleted/,
  active: /^"organizationId" = SELECT app\.organization_id AS organization_id\b/,
  here: /^id = SELECT app\.organization_id AS organization_id\b/,
  members:
    /EXISTS SELECT FROM "Membership" m WHERE m\."organizationId" = SELECT app\.organization_id AS organization_id AND m\."userId" = "User"\.id/,
  all: /^true$/,
};

interface Expression {
  gate: string;
  table: string;
  name: string;
  text: string;
}

async function expressions(): Promise<Expression[]> {
  const { rows } = await owner.query<Expression>(
    `SELECT substr(r, 6) AS gate, tablename AS "table", policyname AS name, e AS text
     FROM pg_policies, unnest(roles) r, unnest(ARRAY[qual, with_check]) e
     WHERE schemaname = 'public' AND e IS NOT NULL ORDER BY 1, 2, 3`,
  );
  return rows.map((row) => ({
    ...row,
    text: row.text.replace(/[()]/g, "").replace(/\s+/g, " ").trim(),
  }));
}

async function findFaults(): Promise<string[]> {
  return (await expressions()).flatMap(({ gate, table, name, text }) => {
    // Guarantee of both casts: the start-up check and grants.test.ts hold roles and tables to the gates and models.
    const model = (table.charAt(0).toLowerCase() + table.slice(1)) as Model;
    const reach = reachOf(gate as keyof typeof gateReach, model);
    // Where nothing is granted a policy may only say that there is nothing.
    const fits = reach === null ? text === "false" : says[reach].test(text);
    return fits ? [] : [`${gate} ${table}.${name}: not ${reach ?? "granted"}: ${text}`];
  });
}

describe("the rows that a gate reaches", () => {
  it("are in each policy those that the table says", async () => {
    expect((await expressions()).length).toBeGreaterThan(30);
    expect(await findFaults()).toEqual([]);
  });

  it.each([
    [
      `ALTER POLICY "nobody" ON "public"."AuditChain" TO gate_org USING (true)`,
      "org AuditChain.nobody: not granted: true",
    ],
    [
      `ALTER POLICY "user_read" ON "public"."Post" USING (true)`,
      "user Post.user_read: not own: true",
    ],
    [
      `ALTER POLICY "public_read" ON "public"."Post" USING (true)`,
      "public Post.public_read: not published: true",
    ],
    [
      `ALTER POLICY "org_read" ON "public"."Project" USING ("organizationId" IS NOT NULL OR "organizationId" = (SELECT app.organization_id()))`,
      `org Project.org_read: not active: "organizationId" IS NOT NULL OR "organizationId" = SELECT app.organization_id AS organization_id`,
    ],
  ])("are others after %s, which is noticed", async (change, fault) => {
    await owner.query("BEGIN");
    try {
      await owner.query(change);
      expect(await findFaults()).toEqual([fault]);
    } finally {
      await owner.query("ROLLBACK");
    }
  });
});
