import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { principalOf } from "@/src/access/matrix/principals";
import { createCaller } from "@/src/server/trpc/caller";
import { createAnonymousContext, createContext } from "@/src/server/trpc/context";
import { accounts, organizations } from "../../../local/seed/accounts.ts";
import { connect, type Connection } from "../../../local/why/database.ts";
import { explain } from "../../../local/why/explain.ts";
import type { Question } from "../../../local/why/question.ts";
import { callPath } from "../../access/support/cell.ts";
import { rowsOf } from "../../access/support/rows.ts";
import { inputOf } from "../../access/support/inputs.ts";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { nowSeconds, person, type PersonOptions } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { makeWorld } from "../../support/world.ts";
import { ask, sources } from "./ask.ts";

const testDatabase = useApplication();
/** One procedure of each gate, permission and kind; agreement.test.ts asks for all. */
const paths = [
  ...new Map(
    [...sources.procedures.values()].map(({ path, gate, permission, type }) => [
      `${gate} ${permission ?? ""} ${type}`,
      path,
    ]),
  ).values(),
];
const idOf = (email: string): string => `user_${email.replace(/\W/g, "")}`;
/** When Clerk last said something of anybody: milliseconds, an hour ago. */
const version = (nowSeconds() - 3600) * 1000;
let connection: Connection;

beforeAll(async () => {
  connection = await connect(testDatabase().loginUrl, "");
});
afterAll(() => connection.close());

/** The example's people, as the webhooks leave them in the mirror. */
beforeEach(async () => {
  const { adminUrl } = testDatabase();
  const sql = (text: string, values: unknown[]) => runSql(adminUrl, text, values);
  await sql(`TRUNCATE "public"."User", "public"."Organization" CASCADE`, []);
  for (const { email, platformAdmin } of accounts) {
    await sql(
      `INSERT INTO "public"."User" ("id", "email", "platformRole", "sourceVersion") VALUES ($1, $2, $3, $4)`,
      [idOf(email), email, platformAdmin ? "admin" : null, version],
    );
  }
  for (const { slug } of organizations) {
    await sql(
      `INSERT INTO "public"."Organization" ("id", "slug", "sourceVersion") VALUES ($1, $2, $3)`,
      [`org_${slug}`, slug, version],
    );
  }
  for (const { email, memberships } of accounts) {
    for (const { slug, role } of memberships) {
      await sql(
        `INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "sourceVersion") VALUES ($1, $2, $3, $4)`,
        [`org_${slug}`, idOf(email), role, version],
      );
    }
  }
});

async function decisionOf(question: Partial<Question> & Pick<Question, "as" | "procedure">) {
  return (await explain(sources, connection, ask(question))).decision;
}

/** What calling comes to. The rows that it is about are nobody's: whoever gets as far as not finding them was let in. */
async function called(path: string, as: { id: string; options: PersonOptions } | null) {
  const context = as ? createContext(person(as.id, as.options)) : createAnonymousContext();
  const caller = createCaller(context);
  const absent = rowsOf(makeWorld(), principalOf("nobody"), "absent");
  const came = await outcome(callPath(caller, path, inputOf(path, absent)));
  // Clerk is away here: whoever came so far as to ask it was let in.
  return ["done", "not_found", "outcome_unknown"].includes(came) ? "allowed" : came;
}

describe("the token that Clerk would give", () => {
  const asked = accounts.flatMap(({ email, memberships, platformAdmin }) => [
    { email, slug: null, options: { platformAdmin } },
    ...memberships.map(({ slug, role }) => ({
      email,
      slug,
      options: { platformAdmin, role, organization: `org_${slug}` },
    })),
  ]);

  it.each(asked)("is imagined for $email in $slug", async ({ email, slug, options }) => {
    for (const procedure of paths) {
      const decision = await decisionOf({ as: email, organization: slug, procedure });
      expect([procedure, decision]).toEqual([
        procedure,
        await called(procedure, { id: idOf(email), options }),
      ]);
    }
  });

  it("is none for nobody", async () => {
    for (const procedure of paths) {
      const decision = await decisionOf({ as: null, procedure });
      expect([procedure, decision]).toEqual([procedure, await called(procedure, null)]);
    }
  });

  it("is for no organization that the person is not in", async () => {
    const question = { as: "alice@acme.test", organization: "globex", procedure: "project.list" };
    expect(await decisionOf(question)).toBe("no_organization");
    // Unless the question says so: then the token has it, and the webhook may be late.
    expect(await decisionOf({ ...question, role: "org:member" })).toBe("allowed");
    const deleting = { ...question, role: "org:member", procedure: "project.delete" };
    expect(await decisionOf(deleting)).toBe("permission_missing");
  });

  it.each([
    ["User", `"banned" = true`, "user_banned", "user_banned"],
    ["User", `"deleted" = true`, "user_deleted", "user_deleted"],
    ["Membership", `"deleted" = true`, "membership_removed", "allowed"],
  ])("is the last one after a %s has %s", async (table, change, inside, outside) => {
    await runSql(
      testDatabase().adminUrl,
      `UPDATE "public"."${table}" SET ${change} WHERE ${table === "User" ? `"id"` : `"userId"`} = $1`,
      [idOf("bob@acme.test")],
    );
    const bob = { as: "bob@acme.test", organization: "acme" };
    const last = { issuedAt: Math.floor(version / 1000), organization: "org_acme" };
    for (const [procedure, expected] of [
      ["project.list", inside],
      ["post.mine", outside],
    ] as const) {
      expect(await decisionOf({ ...bob, procedure })).toBe(expected);
      expect(await called(procedure, { id: idOf("bob@acme.test"), options: last })).toBe(expected);
    }
  });
});

describe("people and organizations", () => {
  it("are found by id too, and an address in any case", async () => {
    const question = { organization: "org_acme", procedure: "project.list" };
    expect(await decisionOf({ ...question, as: idOf("bob@acme.test") })).toBe("allowed");
    expect(await decisionOf({ ...question, as: "BOB@acme.test" })).toBe("allowed");
  });

  it.each([
    [{ as: "bbo@acme.test" }, "Nobody is known as bbo@acme.test. Did you mean bob@acme.test?"],
    [{ as: "zed@other.test" }, "Nobody is known as zed@other.test. Somebody"],
    [{ organization: "amce" }, "No organization is known as amce. Did you mean acme?"],
    [{ impersonatedBy: "rot@gatehouse.test" }, "Did you mean root@gatehouse.test?"],
    [{ procedure: "project.remov" }, "There is no procedure project.remov."],
    [{ procedure: "project.delet" }, "Did you mean project.delete?"],
    [{ as: "user_unknown" }, "with --unmirrored"],
  ])("that are not known are asked after: %j", async (given, message) => {
    const question = ask({ as: "bob@acme.test", procedure: "project.list", ...given });
    await expect(explain(sources, connection, question)).rejects.toThrow(message);
  });

  it("are told apart by id where an address has two owners", async () => {
    await runSql(
      testDatabase().adminUrl,
      `INSERT INTO "public"."User" ("id", "email") VALUES ('user_twin', 'bob@acme.test')`,
    );
    const question = ask({ as: "bob@acme.test", procedure: "me.get" });
    await expect(explain(sources, connection, question)).rejects.toThrow(
      /name one by id: user_bobacmetest, user_twin/,
    );
  });

  it("say nothing of others", async () => {
    const question = ask({ as: "bob@acme.test", organization: "acme", procedure: "member.list" });
    const answer = JSON.stringify(await explain(sources, connection, question));
    for (const { email } of accounts.filter((each) => each.email !== "bob@acme.test")) {
      expect(answer).not.toContain(email);
      expect(answer).not.toContain(idOf(email));
    }
  });
});

describe("the database", () => {
  const rows = () =>
    runSql(
      testDatabase().adminUrl,
      `SELECT (SELECT count(*)::int FROM "public"."User") AS users, (SELECT count(*)::int FROM "public"."Membership") AS memberships,
         (SELECT count(*)::int FROM "public"."AuditEvent") AS audited`,
    );

  it("is left as it was, whatever the entry writes", async () => {
    const before = await rows();
    const late = { as: "user_late", organization: "acme", role: "org:admin", unmirrored: true };
    expect(await decisionOf({ ...late, procedure: "project.create" })).toBe("allowed");
    expect(await decisionOf({ as: "root@gatehouse.test", procedure: "admin.counts" })).toBe(
      "allowed",
    );
    expect(await rows()).toEqual(before);
  });
});
