import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogin } from "../../../prisma/command/login.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";

let database: TestDatabase;
let role: string;

beforeEach(async () => {
  database = await createTestDatabase();
  role = `gatehouse_test_${randomBytes(4).toString("hex")}`;
});

afterEach(async () => {
  const roles = await query(`SELECT FROM pg_roles WHERE rolname = '${role}'`);
  if (roles.length > 0) await query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await database.drop();
});

function query(sql: string, url = database.adminUrl) {
  return runSql(url, sql);
}

function loginUrl(password: string): string {
  const url = new URL(database.ownerUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}

const create = (password: string) =>
  createLogin({ ownerUrl: database.ownerUrl, loginUrl: loginUrl(password) });

describe("login", () => {
  it("makes a role that enters gates but holds none of them", async () => {
    expect(await create("first'%:@/ password")).toBe(role);
    const rows = await query(
      `SELECT g.rolname AS gate, m.inherit_option AS inherit, m.set_option AS set, m.admin_option AS admin
       FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles l ON l.oid = m.member
       WHERE l.rolname = '${role}' ORDER BY 1`,
    );
    const gates = ["gate_admin", "gate_org", "gate_public", "gate_sync", "gate_user"];
    expect(rows).toEqual(
      ["gate_entry", ...gates].sort().map((gate) => ({
        gate,
        inherit: gate === "gate_entry",
        set: gate !== "gate_entry",
        admin: false,
      })),
    );
    const url = loginUrl("first'%:@/ password");
    expect(await query(`SELECT current_user::text AS name`, url)).toEqual([{ name: role }]);
    await expect(query(`SELECT FROM public."Project"`, url)).rejects.toMatchObject({
      code: "42501",
    });
    await query(`SET ROLE gate_public; SELECT "id" FROM public."Post"`, url);
    await expect(query(`SET ROLE gate_entry`, url)).rejects.toMatchObject({ code: "42501" });
  });

  it("may run again, with another password, and several at once", async () => {
    await create("first");
    await Promise.all([create("second"), create("second"), create("second")]);
    await query("SELECT 1", loginUrl("second"));
    await expect(query("SELECT 1", loginUrl("first"))).rejects.toMatchObject({ code: "28P01" });
  });

  it("keeps the login roles of the cluster's other databases out", async () => {
    await create("first");
    const rows = await query(
      `SELECT has_database_privilege('public', current_database(), 'CONNECT') AS anybody,
              has_database_privilege('${role}', current_database(), 'CONNECT') AS ours`,
    );
    expect(rows).toEqual([{ anybody: false, ours: true }]);
  });

  it("never sends the password, not even where the server would log it", async () => {
    const password = `pw-${randomBytes(9).toString("hex")}`;
    await query(`ALTER ROLE gatehouse_owner SET log_statement = 'all'`);
    try {
      await create(password);
      const rows = await query(`SELECT current_setting('data_directory') AS data`);
      const { data } = rows[0] as { data: string }; // the one column asked for
      const log = await readFile(`${data}.log`, "utf8");
      expect(log).toContain(`ALTER ROLE "${role}" PASSWORD 'SCRAM-SHA-256$4096:`);
      expect(log).not.toContain(password);
    } finally {
      await query(`ALTER ROLE gatehouse_owner RESET log_statement`);
    }
  });

  it.each([
    ["may create databases", "ALTER ROLE $ CREATEDB", /rolcreatedb/],
    ["bypasses row security", "ALTER ROLE $ BYPASSRLS", /rolbypassrls/],
    ["belongs to another role", "GRANT pg_read_all_data TO $", /member of pg_read_all_data/],
  ])("refuses a role that %s", async (_what, sql, reason) => {
    await create("first");
    await query(sql.replace("$", role));
    await expect(create("second")).rejects.toThrow(reason);
    await query("SELECT 1", loginUrl("first"));
  });

  it("refuses the owner and a missing password", async () => {
    const { ownerUrl } = database;
    await expect(createLogin({ ownerUrl, loginUrl: ownerUrl })).rejects.toThrow(/isOwner/);
    await expect(createLogin({ ownerUrl, loginUrl: "postgresql://app@host/db" })).rejects.toThrow(
      /password/,
    );
  });
});
