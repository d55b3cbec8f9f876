import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { settleCommand } from "@/src/server/db/command";
import { useApplication } from "../../support/application.ts";
import { nowSeconds } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
let login: pg.Client;
beforeAll(async () => {
  await runSql(
    testDatabase().ownerUrl,
    `WITH o AS (INSERT INTO "public"."Organization" ("id") VALUES ('org_a') RETURNING 1),
       u AS (INSERT INTO "public"."User" ("id", "platformRole") VALUES ('user_a', 'admin'), ('user_b', 'admin'), ('user_c', NULL) RETURNING 1)
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role") VALUES
       ('org_a', 'user_a', 'org:admin'), ('org_a', 'user_b', 'org:admin'), ('org_a', 'user_c', 'org:member')`,
  );
  await runSql(
    testDatabase().ownerUrl,
    `WITH o AS (INSERT INTO "public"."Organization" ("id") VALUES ('org_b') RETURNING 1)
     INSERT INTO "public"."Invitation" ("id", "organizationId") VALUES ('orginv_a', 'org_a'), ('orginv_b', 'org_b')`,
  );
  login = new pg.Client({ connectionString: testDatabase().loginUrl });
  await login.connect();
});
afterAll(() => login.end());

const org = { gate: "org", organization: "org_a", role: "org:admin", required: "org:members:read" };
const remove = { action: "member.remove", subjectId: "user_c", detail: null };

const revoke = (subjectId: string) => ({ action: "invitation.revoke", subjectId, detail: null });

/** What the database says to a command that a gate of ours would never hand over; taken back. */
async function begin(claims: Record<string, unknown>, command: Record<string, unknown>) {
  const principal = { user: "user_a", issuedAt: nowSeconds(), write: true, ...claims };
  await login.query("BEGIN");
  try {
    await login.query("SELECT app.enter($1), set_config('role', $2, true)", [
      JSON.stringify(principal),
      `gate_${String(claims["gate"])}`,
    ]);
    const sent = { id: randomUUID(), source: "roles", ...command };
    await login.query("SELECT app.begin_command($1)", [JSON.stringify(sent)]);
    return "begun";
  } catch (error) {
    return error instanceof pg.DatabaseError ? error.code : String(error);
  } finally {
    await login.query("ROLLBACK");
  }
}

it.each([
  ["as it should be", org, remove, "begun"],
  ["acting as somebody else", { ...org, impersonator: "user_b" }, remove, "GH008"],
  ["without the permission", { ...org, role: "org:member" }, remove, "GH000"],
  ["of another gate", { gate: "user" }, remove, "GH000"],
  ["of administrators, by an organization's", org, { ...remove, action: "admin.banUser" }, "GH000"],
  ["that nobody knows", org, { ...remove, action: "member.promote" }, "GH000"],
  [
    "to leave, for somebody else",
    { gate: "user" },
    { ...remove, action: "member.leave", organizationId: "org_a" },
    "GH000",
  ],
  ["about its own invitation", org, revoke("orginv_a"), "begun"],
  ["about another organization's invitation", org, revoke("orginv_b"), "GH011"],
  [
    "of another organization than the active one's members",
    { ...org, organization: "org_b" },
    remove,
    "GH011",
  ],
])("a command %s", async (_, claims, command, expected) => {
  expect(await begin(claims, command)).toBe(expected);
});

it("what is done or refused stays so, whoever comes later", async () => {
  await runSql(
    testDatabase().ownerUrl,
    `INSERT INTO "public"."ClerkCommand" ("id", "action", "gate", "actorId") VALUES ('c', 'admin.banUser', 'admin', 'user_a')`,
  );
  expect(await settleCommand("c", { status: "unknown", outcome: "outcome_unknown" })).toBe(true);
  expect(await settleCommand("c", { status: "done", outcome: "done" })).toBe(true);
  expect(await settleCommand("c", { status: "refused", outcome: "not_done" })).toBe(false);
  expect(await settleCommand("absent", { status: "done", outcome: "done" })).toBe(false);
});
