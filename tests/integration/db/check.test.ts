import pg from "pg";
import { describe, expect, it } from "vitest";
import { checkDatabase } from "@/src/server/db/check";
import { ScopedPool } from "@/src/server/db/pool";
import { actions, isGranted, models, tableOf } from "@/src/server/db/rights";
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
    // A grant is taken back from each who made it: the superuser's stands beside the owner's, whichever database came first.
    const revoke = (login: string): string => `DO $$ DECLARE made record; BEGIN
      FOR made IN SELECT grantor::regrole AS name FROM pg_auth_members
        WHERE roleid = 'gate_sync'::regrole AND member = '${login}'::regrole LOOP
        EXECUTE format('REVOKE gate_sync FROM ${login} GRANTED BY %s', made.name);
      END LOOP;
    END $$`;
    expect(await checkAfter(revoke)).toMatch(/lacks gate_sync; run `npm run db -- login`/);
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
      const model = models.find((each) => tableOf(each) === table);
      if (!model) throw new Error(`${table} has no model`);
      // What a policy for all commands is for, the grants say.
      const all = actions.filter((action) => isGranted("sync", model, action));
      const faults = (new Map<string, string[]>(Object.entries(lost)).get(command) ?? all).map(
        (action) => `${role} ${action} "${table}": the policy is missing (such as "${name}")`,
      );
      const alone = message.replace(`table "${table}" has no policy; `, "");
      expect(alone).toBe(`Refusing to serve: ${faults.join("; ")}.`);
    }
  });
});

const definer = `CREATE FUNCTION app.everything() RETURNS bigint LANGUAGE sql SECURITY DEFINER
  AS $$ SELECT count(*) FROM "public"."Project" $$`;

describe("start refuses what gets past the tables and their policies", () => {
  it.each<[string, (login: string) => string, RegExp]>([
    [
      "a function of the owner's that everybody may call",
      () => definer,
      /gate_org can call app.everything\(\), which no role of the application needs/,
    ],
    [
      "the entry, open to a gate",
      () => `GRANT EXECUTE ON FUNCTION app.enter(jsonb) TO gate_public`,
      /: gate_public can call app.enter\(jsonb\), which no role of the application needs[.]$/,
    ],
    [
      "the entry, closed",
      () => `REVOKE EXECUTE ON FUNCTION app.enter(jsonb) FROM gate_entry`,
      /: gate_entry cannot call app.enter\(jsonb\)[.]$/,
    ],
    [
      "a table in another schema",
      () => `CREATE SCHEMA legacy; GRANT USAGE ON SCHEMA legacy TO PUBLIC;
        CREATE TABLE legacy.customer (email text); GRANT SELECT (email) ON legacy.customer TO gate_user`,
      /: gate_user has rights on legacy.customer, which/,
    ],
    [
      "a view in another schema",
      () =>
        `CREATE VIEW app.people AS SELECT email FROM "public"."User"; GRANT SELECT ON app.people TO PUBLIC`,
      /gate_public has rights on app.people, which/,
    ],
    [
      "a schema that a gate can create in",
      () => `GRANT CREATE ON SCHEMA "public" TO gate_org`,
      /: gate_org can create in schema public, which/,
    ],
    [
      "a database that everybody can create in",
      () =>
        `DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO PUBLIC', current_database()); END $$`,
      /gate_user can create in the database, which/,
    ],
    [
      "a schema of a gate's",
      () => `CREATE SCHEMA theirs AUTHORIZATION gate_admin`,
      /gate_admin owns schema theirs, which/,
    ],
    [
      "a function of the login role's",
      (login) => `ALTER FUNCTION app.has(text) OWNER TO ${login}`,
      /: \S+ owns app.has\(text\), which/,
    ],
    [
      "a gate that is a member of another",
      () => `GRANT gate_public TO gate_user WITH INHERIT TRUE`,
      /: gate_user is a member of gate_public, which/,
    ],
    [
      "a login role that reads the server's files",
      (login) => `GRANT pg_read_server_files TO ${login}`,
      /is a member of pg_read_server_files, which/,
    ],
    ["a gate that can log in", () => `ALTER ROLE gate_org LOGIN`, /: gate_org can log in, which/],
    [
      "a login role that replicates",
      (login) => `ALTER ROLE ${login} REPLICATION`,
      /can replicate, which reads every row, which/,
    ],
    [
      "one that creates roles",
      (login) => `ALTER ROLE ${login} CREATEROLE`,
      /can create roles, which/,
    ],
    ["or databases", (login) => `ALTER ROLE ${login} CREATEDB`, /can create databases, which/],
    [
      "an audit trail whose rows may be changed",
      () => `DROP TRIGGER "AuditEvent_append_only" ON "public"."AuditEvent"`,
      /: the trigger "AuditEvent_append_only" is missing or off[.]$/,
    ],
    [
      "or whose ends may be taken away",
      () => `ALTER TABLE "public"."AuditChain" DISABLE TRIGGER "AuditChain_stays"`,
      /: the trigger "AuditChain_stays" is missing or off[.]$/,
    ],
  ])("%s", async (_, change, fault) => {
    expect(await checkAfter(change)).toMatch(fault);
  });

  it("but not what an extension brings", async () => {
    const change = `CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC;
      ${definer.replace("app.", "extensions.")};
      ALTER EXTENSION plpgsql ADD FUNCTION extensions.everything()`;
    expect(await checkAfter(() => change)).toBe("safe");
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
