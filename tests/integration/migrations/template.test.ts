import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

const made: TestDatabase[] = [];
afterAll(async () => {
  for (const database of made) await database.drop();
});

describe("test databases", () => {
  it("are apart from one another, migrated, and open to the restricted role", async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    made.push(one, two);
    const client = new pg.Client({ connectionString: one.loginUrl });
    await client.connect();
    const { rows } = await client.query(
      `SELECT rolsuper, rolbypassrls, rolinherit, rolcreatedb, rolcreaterole, current_database() AS database,
              current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
              current_setting('idle_in_transaction_session_timeout') AS idle
       FROM pg_roles WHERE rolname = current_user`,
    );
    await client.end();
    expect(rows[0]).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolinherit: false,
      rolcreatedb: false,
      rolcreaterole: false,
      database: new URL(one.loginUrl).pathname.slice(1),
      statement: "10s",
      lock: "3s",
      idle: "15s",
    });
    expect(new URL(two.loginUrl).pathname).not.toBe(new URL(one.loginUrl).pathname);
  });
});
