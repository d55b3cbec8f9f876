import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grantedActions } from "@/src/access/grants";
import { closePermissions } from "@/src/access/permissions";
import { everyPermission } from "@/src/server/db/rights";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe.each(everyPermission)("rows under %s alone", (permission) => {
  it("answer to what the table of grants says", async () => {
    const client = new pg.Client({ connectionString: testDatabase.loginUrl });
    await client.connect();
    try {
      await runSql(testDatabase.ownerUrl, seed);
      const granted = closePermissions([permission]);
      const principal = { ...entry, permissions: granted, required: permission };
      for (const [model, probes] of Object.entries(probesOf)) {
        const found: string[] = [];
        for (const [action, probe] of Object.entries(probes)) {
          await client.query("BEGIN");
          await client.query("SELECT app.enter($1), set_config('role', 'gate_org', true)", [
            principal,
          ]);
          const count = await client.query(probe).then(
            ({ rowCount }) => rowCount ?? 0,
            (error: unknown) => {
              if (error instanceof pg.DatabaseError && error.code === "42501") return 0;
              throw error;
            },
          );
          if (count > 0) found.push(action);
          await client.query("ROLLBACK");
        }
        // Guarantee: the keys of probesOf are models.
        const expected = grantedActions("org", permission).get(model as keyof typeof probesOf);
        expect([model, ...found.sort()]).toEqual([model, ...[...(expected ?? [])].sort()]);
      }
    } finally {
      await client.end();
    }
  });
});

const entry = {
  gate: "org",
  user: "user_g",
  issuedAt: 2_000_000_000,
  organization: "org_g",
  write: true,
};
const seed = `
  INSERT INTO "public"."User" ("id") VALUES ('user_g') ON CONFLICT DO NOTHING;
  INSERT INTO "public"."Organization" ("id") VALUES ('org_g') ON CONFLICT DO NOTHING;
  INSERT INTO "public"."Membership" ("organizationId", "userId") VALUES ('org_g', 'user_g') ON CONFLICT DO NOTHING;
  INSERT INTO "public"."Project" ("organizationId", "id", "name", "createdById") VALUES ('org_g', 'p', 'p', 'user_g') ON CONFLICT DO NOTHING;
  INSERT INTO "public"."Task" ("organizationId", "id", "projectId", "title", "createdById") VALUES ('org_g', 't', 'p', 't', 'user_g') ON CONFLICT DO NOTHING;
  SELECT app.append_audit(jsonb_populate_record(NULL::"public"."AuditEvent",
    '{ "organizationId": "org_g", "actorId": "user_g", "gate": "org", "action": "x", "outcome": "done" }'))`;
/** One statement for each model and action that touches a row where it is allowed, and none or an error where it is not. */
const probesOf = {
  organization: { read: `SELECT "id" FROM "public"."Organization"` },
  membership: {
    read: `SELECT "userId" FROM "public"."Membership"`,
    update: `UPDATE "public"."Membership" SET "role" = 'org:admin'`,
  },
  user: { read: `SELECT "email" FROM "public"."User"` },
  project: {
    read: `SELECT FROM "public"."Project"`,
    create: `INSERT INTO "public"."Project" ("name") VALUES ('n')`,
    update: `UPDATE "public"."Project" SET "name" = 'n'`,
    delete: `DELETE FROM "public"."Project"`,
  },
  task: {
    read: `SELECT FROM "public"."Task"`,
    create: `INSERT INTO "public"."Task" ("projectId", "title") VALUES ('p', 'n')`,
    update: `UPDATE "public"."Task" SET "title" = 'n'`,
    delete: `DELETE FROM "public"."Task"`,
  },
  auditEvent: { read: `SELECT FROM "public"."AuditEvent"` },
} as const;
