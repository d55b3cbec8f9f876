import { TRPCError } from "@trpc/server";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { AppError } from "@/src/access/errors";
import { database } from "@/src/server/db/database";
import { syncTransaction } from "@/src/server/db/sync";
import { errorCodeOf } from "@/src/server/trpc/fault";
import { useApplication } from "../../support/application.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      return error instanceof TRPCError ? errorCodeOf(error) : String(error);
    },
  );
}

describe("a connection killed in mid-flight", () => {
  const caller = () => callerOf("user_k", { organization: "org_k", role: "org:admin" });
  it.each([
    ["a query", "Project", () => caller().project.list({})],
    ["a mutation at its entry", "User", () => caller().project.create({ name: "killed" })],
    ["a mutation", "Project", () => caller().project.create({ name: "killed" })],
    ["the sync", "User", () => syncTransaction((sql) => sql.query(`SELECT FROM "public"."User"`))],
  ])("makes %s unavailable, and the pool recovers", async (_name, table, call) => {
    await caller().project.list({});
    const { ownerUrl, adminUrl } = testDatabase();
    const blocker = new pg.Client({ connectionString: ownerUrl });
    await blocker.connect();
    try {
      await blocker.query(`BEGIN; LOCK TABLE "public"."${table}"`);
      const outcome = codeOf(call());
      await expect
        .poll(() =>
          runSql(
            adminUrl,
            `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          ),
        )
        .toEqual([{ killed: true }]);
      expect(await outcome).toBe("unavailable");
    } finally {
      await blocker.end();
    }
    expect(await codeOf(caller().project.list({}))).toBe("done");
    const { pool } = database();
    expect(pool.idleCount).toBe(pool.totalCount);
    const left = await runSql(ownerUrl, `SELECT FROM "public"."Project" WHERE "name" = 'killed'`);
    expect(left).toEqual([]);
  });
});
