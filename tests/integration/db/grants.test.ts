import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classification } from "@/src/access/grants";
import { models, roleNames as gates, tableOf } from "@/src/server/db/rights";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { findGrantFaults } from "./grant-faults.ts";

let testDatabase: TestDatabase;
let owner: pg.Client;
let login: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
  login = new URL(testDatabase.loginUrl).username;
});
afterAll(async () => {
  await owner.end();
  await testDatabase.drop();
});

/** The rows of a query that has one column. */
async function column(text: string, values: unknown[] = []): Promise<unknown[]> {
  const { rows } = await owner.query<Record<string, unknown>>(text, values);
  return rows.flatMap((row) => Object.values(row));
}

/** Runs on changes that are taken back. */
async function undone<T>(changes: string, run: () => Promise<T>): Promise<T> {
  await owner.query("BEGIN");
  try {
    await owner.query(changes);
    return await run();
  } finally {
    await owner.query("ROLLBACK");
  }
}

const tables = models.map(tableOf);
const tablesOf = (kind: string) =>
  models.filter((model) => classification[model] === kind).map(tableOf);

describe("the database and the table of grants", () => {
  it("say the same: every gate, model and action", async () => {
    expect(await findGrantFaults(owner)).toEqual([]);
  });

  it.each([
    [
      `REVOKE DELETE ON "public"."Post" FROM gate_user`,
      'gate_user delete "Post": the privilege is missing',
    ],
    [
      `GRANT SELECT ("name") ON "public"."Project" TO gate_admin`,
      'gate_admin read "Project": a privilege that src/access/grants.ts does not grant',
    ],
    [
      `GRANT DELETE ON "public"."User" TO gate_sync`,
      'gate_sync delete "User": a privilege that src/access/grants.ts does not grant',
    ],
    [
      `GRANT TRUNCATE ON "public"."Task" TO gate_org`,
      'gate_org has rights on "Task" that no role of the application needs',
    ],
    [
      `GRANT SELECT ON "public"."Task" TO gate_entry`,
      'gate_entry has rights on "Task" that no role of the application needs',
    ],
    [
      `CREATE POLICY "x" ON "public"."Task" FOR SELECT TO gate_user USING (true)`,
      'gate_user read "Task": policy "x" allows what src/access/grants.ts does not grant',
    ],
    [
      `CREATE POLICY "x" ON "public"."Task" AS RESTRICTIVE FOR SELECT TO gate_user USING (false)`,
      'policy "x" on "Task" is for others than the gates, or restrictive',
    ],
    [
      `ALTER POLICY "org_update" ON "public"."Task" USING ("organizationId" = (SELECT app.organization_id()) AND (SELECT app.has('org:projects:read')))`,
      'gate_org update "Task": policy "org_update" asks for [org:projects:read] and not for [org:tasks:manage]',
    ],
    [
      `ALTER POLICY "org_read" ON "public"."AuditEvent" USING ((SELECT app.has('org:audit:read')))`,
      'gate_org read "AuditEvent": policy "org_read" does not ask for app.organization_id()',
    ],
    [
      `ALTER POLICY "user_update" ON "public"."Post" WITH CHECK (true)`,
      'gate_user update "Post": policy "user_update" does not ask for app.user_id()',
    ],
  ])("differ, and are found to, after %s", async (change, fault) => {
    expect(await undone(change, () => findGrantFaults(owner))).toEqual([fault]);
  });

  it("agree also about one policy for every command, where nothing is granted, that allows nothing", async () => {
    const faultsOf = (expression: string) =>
      undone(`CREATE POLICY "x" ON "public"."Task" TO gate_user USING (${expression})`, () =>
        findGrantFaults(owner),
      );
    expect(await faultsOf("false")).toEqual([]);
    expect(await faultsOf("true")).toHaveLength(4);
  });

  it("are told apart from what is open to everybody", async () => {
    const faults = await undone(
      `CREATE POLICY "x" ON "public"."AuditEvent" FOR SELECT TO PUBLIC USING (true)`,
      () => findGrantFaults(owner),
    );
    expect(faults).toContain(
      'gate_public read "AuditEvent": policy "x" allows what src/access/grants.ts does not grant',
    );
    expect(faults).toContain(
      'policy "x" on "AuditEvent" is for others than the gates, or restrictive',
    );
  });
});

describe("no gate", () => {
  const forbidden = `SELECT gate || ' ' || t.relname || '.' || a.attname FROM unnest($1::text[]) gate, pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND (a.attname IN ('organizationId', 'createdById', 'authorId') OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)))
      AND has_column_privilege('gate_' || gate, t.oid, a.attnum, 'UPDATE')`;
  const handled = gates.filter((gate) => gate !== "sync");

  it("may change a row's organization, maker or key", async () => {
    expect(await column(forbidden, [handled])).toEqual([]);
    const granted = `GRANT UPDATE ("organizationId") ON "public"."Task" TO gate_org`;
    expect(await undone(granted, () => column(forbidden, [handled]))).toEqual([
      "org Task.organizationId",
    ]);
  });

  it("but the sync may write a mirror", async () => {
    const writers = await column(
      `SELECT DISTINCT gate FROM unnest($1::text[]) gate, unnest($2::text[]) t, format('"public".%I', t) name
       WHERE has_any_column_privilege('gate_' || gate, name, 'INSERT, UPDATE') OR has_table_privilege('gate_' || gate, name, 'DELETE')`,
      [gates, tablesOf("mirror")],
    );
    expect(writers).toEqual(["sync"]);
  });

  it("may truncate, refer to or put a trigger on a table, nor make anything", async () => {
    const found = await column(
      `SELECT role || ' ' || t FROM unnest($1::text[]) role, unnest($2::text[]) t
         WHERE has_table_privilege(role, format('"public".%I', t), 'TRUNCATE, REFERENCES, TRIGGER')
       UNION ALL SELECT role || ' ' || s FROM unnest($1::text[]) role, unnest(ARRAY['public', 'app']) s WHERE has_schema_privilege(role, s, 'CREATE')`,
      [[...gates.map((gate) => `gate_${gate}`), "gate_entry", login], tables],
    );
    expect(found).toEqual([]);
  });

  it("is what the login role or gate_entry holds of the tables by itself: nothing", async () => {
    const found = await column(
      `SELECT role || ' ' || t FROM unnest($1::text[]) role, unnest($2::text[]) t, format('"public".%I', t) name
       WHERE has_any_column_privilege(role, name, 'SELECT, INSERT, UPDATE') OR has_table_privilege(role, name, 'DELETE')`,
      [["gate_entry", login], tables],
    );
    expect(found).toEqual([]);
  });
});

describe("of what concerns people", () => {
  const everything = "everything";
  it.each([
    ["public", "User", "id, imageUrl, name"],
    ["user", "User", "createdAt, email, id, imageUrl, name, platformRole"],
    ["org", "User", "email, id, imageUrl, name"],
    ["admin", "User", everything],
    [
      "user",
      "Membership",
      "createdAt, deleted, organizationId, role, sourceTimestamp, sourceVersion, userId",
    ],
    ["org", "Membership", "createdAt, deleted, organizationId, role, userId"],
    ["user", "Organization", "createdAt, id, imageUrl, name, slug, sourceVersion"],
    ["org", "Organization", "createdAt, id, imageUrl, name, slug"],
    ["admin", "Post", "authorId, createdAt, id, status"],
    [
      "admin",
      "WebhookDelivery",
      "attempts, error, id, instanceId, lastAttemptAt, processedAt, receivedAt, reducedAt, source, status, subjects, timestamp, type",
    ],
  ])("gate_%s may read of %s: %s", async (gate, table, expected) => {
    const columns = await column(
      `SELECT attname::text FROM pg_attribute WHERE attrelid = format('"public".%I', $2::text)::regclass AND attnum > 0
         AND NOT attisdropped AND has_column_privilege('gate_' || $1, attrelid, attnum, 'SELECT') ORDER BY 1`,
      [gate, table],
    );
    const all = await column(
      `SELECT attname::text FROM pg_attribute WHERE attrelid = format('"public".%I', $1::text)::regclass AND attnum > 0
         AND NOT attisdropped ORDER BY 1`,
      [table],
    );
    expect(columns).toEqual(expected === everything ? all : expected.split(", "));
  });
});

describe("functions of ours", () => {
  it("may be executed by whom they are meant for, and nobody else", async () => {
    const all = gates.map((gate) => `gate_${gate}`);
    const { rows } = await owner.query<{ name: string; roles: string[] }>(
      `SELECT p.proname AS name, array(SELECT role FROM unnest($1::text[]) role WHERE has_function_privilege(role, p.oid, 'EXECUTE')) AS roles
       FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace ORDER BY 1`,
      [["public", "gate_entry", ...all, login]],
    );
    expect(Object.fromEntries(rows.map(({ name, roles }) => [name, roles]))).toEqual({
      append_audit: [],
      ask_run: ["gate_admin"],
      audit: ["gate_user", "gate_org", "gate_admin"],
      audit_chain: [],
      audit_fields: [],
      audit_hash: [],
      audit_refusal: ["gate_entry", login],
      audit_tenant: [],
      begin_command: ["gate_user", "gate_org", "gate_admin"],
      clerk_permissions: [],
      delivery_payload: ["gate_admin"],
      enter: ["gate_entry", login],
      erase_person: ["gate_sync"],
      erase_tenant: ["gate_sync"],
      export_person: ["gate_user", "gate_admin"],
      has: all,
      keeps_administrator: [],
      keeps_manager: [],
      manages_members: [],
      implied_permissions: [],
      organization_id: all,
      reduce_data: ["gate_sync"],
      reduce_payload: ["gate_sync"],
      refuse_change: [],
      refuse_deleted_author: [],
      restore_tenant: [],
      role_permissions: [],
      settle_command: ["gate_sync"],
      tell_change: [],
      tenant_tables: [],
      user_id: all,
    });
    expect(rows).toHaveLength(31); // No second one of a name.
  });

  it("pin search_path, whoever they run as, or have looked every name up already; and there are none elsewhere", async () => {
    const found = `SELECT p.oid::regprocedure::text FROM pg_proc p
      WHERE p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND (p.pronamespace <> 'app'::regnamespace OR NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)
          AND (p.prosecdef OR p.prosqlbody IS NULL))`;
    expect(await column(found)).toEqual([]);
    const unpinned = `ALTER FUNCTION app.audit(text, text) RESET search_path`;
    expect(await undone(unpinned, () => column(found))).toEqual(["app.audit(text,text)"]);
  });
});

describe("keys", () => {
  it("of tenant tables, their foreign keys and their indexes lead with the organization", async () => {
    const keys = await column(
      `SELECT t.relname || ' ' || coalesce(c.conname, x.relname) || ' ' || a.attname
       FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class x ON x.oid = i.indexrelid
         LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'p'
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
       WHERE t.oid = ANY ($1::text[]::regclass[])
       UNION ALL SELECT t.relname || ' ' || c.conname || ' ' || a.attname
       FROM pg_class t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
       WHERE t.oid = ANY ($1::text[]::regclass[])`,
      [[...tablesOf("tenant"), "Membership"].map((table) => `"public"."${table}"`)],
    );
    const elsewhere = keys.filter((key) => !String(key).endsWith(" organizationId"));
    // A membership belongs to a person as much; what one has is looked up by the person.
    expect(elsewhere).toEqual([
      "Membership Membership_userId_organizationId_idx userId",
      "Membership Membership_userId_fkey userId",
    ]);
    expect(keys).toEqual(
      expect.arrayContaining([
        "Project Project_pkey organizationId",
        "Task Task_pkey organizationId",
        "Task Task_organizationId_projectId_fkey organizationId",
        "Task Task_organizationId_assigneeId_fkey organizationId",
      ]),
    );
  });

  it("of mirrors are their ids alone: no attribute of Clerk's is unique", async () => {
    const unique = await column(
      `SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND indrelid = ANY ($1::text[]::regclass[]) ORDER BY 1`,
      [tablesOf("mirror").map((table) => `"public"."${table}"`)],
    );
    expect(unique).toEqual(
      tablesOf("mirror")
        .map((table) => `"${table}_pkey"`)
        .sort(),
    );
  });
});
