import { describe, expect, it } from "vitest";
import { database } from "@/src/server/db/database";
import { runInScope, Scope } from "@/src/server/db/scope";
import { useArena } from "./arena.ts";
import { entryOf } from "./calls.ts";
import { principals } from "./world.ts";

const arena = useArena();

/** What no handle offers: SQL of one's own, in the scope of a member of org_t0. */
async function sql(text: string): Promise<Record<string, unknown>[] | string> {
  const prisma = database().prisma;
  return runInScope(scope(), async () => {
    try {
      return await prisma.$queryRawUnsafe<Record<string, unknown>[]>(text);
    } catch (error) {
      return codeOf(error);
    }
  });
}

function scope(): Scope {
  const who = principals.find(({ user }) => user === "user_t0member");
  if (!who) throw new Error("There is no member of org_t0.");
  const entry = entryOf(who, { gate: "org", permission: "org:projects:read" });
  return new Scope({ ...entry.claims, gate: entry.gate, write: true });
}

/** The SQLSTATE that PostgreSQL answered. */
function codeOf(error: unknown): string {
  const told = error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : "";
  return /\b(42501|42601|25006|42809|0A000|42P01)\b/.exec(told)?.[1] ?? told;
}

const tenantsIn = (rows: Record<string, unknown>[] | string) =>
  typeof rows === "string" ? rows : [...new Set(rows.map((row) => row["organizationId"]))];

describe("of SQL of one's own, in a scope, the database holds", () => {
  it("every table's rows to the scope, whatever the statement looks like", async () => {
    expect(arena().world.rows.get("project")).toHaveLength(10);
    for (const text of [
      `SELECT * FROM "public"."Project"`,
      `SELECT * FROM "public"."Task" WHERE "organizationId" <> 'org_t0' OR true`,
      `WITH x AS MATERIALIZED (SELECT * FROM "public"."Project") SELECT * FROM x`,
      `SELECT t.* FROM "public"."Organization" o LEFT JOIN "public"."Task" t ON true`,
      `TABLE "public"."Membership"`,
    ]) {
      const seen = await sql(text);
      // A column that the gate may not read refuses the whole statement.
      expect([text, tenantsIn(seen)]).toEqual([
        text,
        text.includes("Membership") ? "42501" : ["org_t0"],
      ]);
    }
  });

  it("what is changed to the scope", async () => {
    expect(
      await sql(
        `UPDATE "public"."Task" SET "title" = 'x' WHERE "organizationId" = 'org_t1' RETURNING *`,
      ),
    ).toEqual([]);
    expect(
      await sql(`DELETE FROM "public"."Task" WHERE "organizationId" = 'org_t1' RETURNING *`),
    ).toEqual([]);
    expect(
      await sql(`INSERT INTO "public"."Task" ("organizationId", "projectId", "title")
        SELECT 'org_t1', 'p', 'x' RETURNING *`),
    ).toBe("42501");
    expect(await sql(`UPDATE "public"."Membership" SET "role" = 'org:admin' RETURNING *`)).toBe(
      "42501",
    );
    expect(
      await sql(`INSERT INTO "public"."AuditEvent" ("gate", "action") VALUES ('org', 'x')`),
    ).toBe("42501");
  });

  it("one statement to a round trip: none can be smuggled in behind another", async () => {
    expect(await sql(`SELECT 1; RESET ROLE`)).toBe("42601");
  });

  it("claims to one statement: those set for the session are set anew at the next entry", async () => {
    await sql(`SELECT set_config('app.organization_id', 'org_t1', false)`);
    expect(tenantsIn(await sql(`SELECT * FROM "public"."Project"`))).toEqual(["org_t0"]);
  });

  it("the role to one statement: a connection that kept one cannot be entered any more, and is dropped", async () => {
    await sql(`SELECT set_config('role', 'gate_admin', false)`);
    expect(await sql(`SELECT 1`)).toBe("42501");
    expect(await sql(`SELECT current_user::text AS role, app.organization_id() AS tenant`)).toEqual(
      [{ role: "gate_org", tenant: "org_t0" }],
    );
  });

  it("the definer functions, the passwords, the server's files and the schema", async () => {
    for (const text of [
      `SELECT app.enter('{"gate":"public"}')::text`,
      `SELECT app.role_permissions('org:admin')`,
      `SELECT rolpassword FROM pg_catalog.pg_authid`,
      `SELECT pg_catalog.pg_read_file('/etc/hostname')`,
      `CREATE FUNCTION "public"."x"() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `CREATE TABLE "public"."x" (id int)`,
      `ALTER TABLE "public"."Project" DISABLE ROW LEVEL SECURITY`,
      `DROP POLICY "org_read" ON "public"."Project"`,
      `SET SESSION AUTHORIZATION 'postgres'`,
    ]) {
      expect([text, await sql(text)]).toEqual([text, "42501"]);
    }
  });
});

// The promise is about Prisma's operations, in any form. That there is no raw SQL on any handle, and that lint keeps the raw
// client in src/server/db, is what stands between a caller and the following.
describe("of SQL of one's own the database does not hold", () => {
  it("claims within the one statement that sets them", async () => {
    const seen = await sql(
      `WITH claim AS MATERIALIZED (SELECT set_config('app.organization_id', 'org_t1', true) AS tenant)
       SELECT p.* FROM claim, LATERAL (SELECT * FROM "public"."Project" WHERE claim.tenant IS NOT NULL OFFSET 0) p`,
    );
    expect(tenantsIn(seen)).toEqual(["org_t1"]);
  });

  it("the gate within one transaction: who may write SQL there may leave it and enter another", async () => {
    const { prisma } = database();
    const seen = await runInScope(scope(), () =>
      prisma.$transaction(async (transaction) => {
        await transaction.$executeRawUnsafe("RESET ROLE");
        await transaction.$executeRawUnsafe(`SELECT app.enter('{"gate":"sync"}')`);
        await transaction.$executeRawUnsafe("SET LOCAL ROLE gate_sync");
        return transaction.$queryRawUnsafe(`SELECT "id" FROM "public"."Organization"`);
      }),
    );
    expect(seen).toHaveLength(5);
  });
});
