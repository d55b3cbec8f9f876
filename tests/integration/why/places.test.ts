import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, LayerName } from "../../../local/why/answer.ts";
import { connect, type Connection } from "../../../local/why/database.ts";
import { explain } from "../../../local/why/explain.ts";
import type { Question } from "../../../local/why/question.ts";
import type { Place } from "../../../local/why/source/module.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { ask, root, sources } from "./ask.ts";

let database: TestDatabase;
let connection: Connection;

beforeAll(async () => {
  database = await createTestDatabase();
  connection = await connect(database.loginUrl, "");
  await runSql(
    database.ownerUrl,
    `WITH person AS (INSERT INTO "public"."User" ("id") VALUES ('user_p') RETURNING "id"),
       tenant AS (INSERT INTO "public"."Organization" ("id") VALUES ('org_p') RETURNING "id")
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role") SELECT tenant."id", person."id", 'org:member'
     FROM person, tenant`,
  );
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

function answer(question: Partial<Question> & { procedure: string }): Promise<Answer> {
  const asked = ask({ as: "user_p", organization: "org_p", ...question });
  return explain(sources, connection, asked);
}

function lineAt(place: Place | null): string {
  if (!place) return "nowhere";
  return readFileSync(path.join(root, place.file), "utf8").split("\n")[place.line - 1] ?? "";
}

/** What a layer says, each reason with the line that it points at. */
function said({ layers }: Answer, name: LayerName): (readonly [text: string, line: string])[] {
  const layer = layers.find((each) => each.name === name);
  return (layer?.reasons ?? []).map(({ text, place }) => [text, lineAt(place).trim()] as const);
}

describe("the lines that an answer points at", () => {
  it("are those of the router, the table of roles and the table of grants", async () => {
    const deleting = await answer({ procedure: "project.delete" });
    expect(said(deleting, "router").map(([, line]) => line)).toEqual([
      `delete: freshOrgProcedure("org:projects:manage")`,
      expect.stringMatching(/^export const freshOrgProcedure/),
    ]);
    expect(said(deleting, "token").slice(1)).toEqual([
      ["role org:member in this organization", expect.stringMatching(/^"org:member": \{/)],
      ["lacks org:projects:manage", expect.stringMatching(/^"org:member": \{/)],
      ["org:admin has it", expect.stringContaining(`"org:projects:manage"`)],
    ]);
    expect(said(deleting, "types")[1]).toEqual([
      "project delete: delete, deleteMany (the active organization's)",
      `"org:projects:manage": { project: ["create", "update", "delete"] },`,
    ]);
    expect(said(await answer({ procedure: "member.list" }), "token").slice(2)).toEqual([
      ["has org:tasks:manage", expect.stringContaining(`"org:tasks:manage"`)],
      ["which implies org:members:read", `implies: ["org:projects:read", "org:members:read"],`],
    ]);
  });

  it.each([
    ["no_organization", { procedure: "project.list", organization: null }],
    ["signed_out", { procedure: "me.get", as: null, organization: null }],
    ["not_administrator", { procedure: "admin.users" }],
  ])("are where the gate throws %s", async (code, question) => {
    const refused = await answer(question);
    expect(refused.decision).toBe(code);
    expect(said(refused, "gate")[1]?.[1]).toContain(`throw new AppError("${code}")`);
  });

  it("are where the gate's check starts when it lets in", async () => {
    const listing = await answer({ procedure: "project.list" });
    expect(said(listing, "gate")[0]?.[1]).toMatch(/^export function requireMember/);
  });

  it("are where app.enter raises what the token lacks", async () => {
    const refused = await answer({ procedure: "project.delete", role: "org:member" });
    expect(refused.decision).toBe("permission_missing");
    const [text, line] = said(refused, "entry")[0] ?? [];
    expect(text).toMatch(/GH012/);
    expect(line).toContain("ERRCODE = 'GH012'");
  });

  it("claims nothing in the database that the token does not say", async () => {
    const entry = async (question: Partial<Question> & { procedure: string }) =>
      (await answer(question)).layers.find(({ name }) => name === "entry");
    // Claims of an administrator, whom app.enter would believe: the mirror's row is older than the token.
    const untried = {
      verdict: "tells",
      reasons: [{ text: expect.stringMatching(/^not asked/) as unknown }],
    };
    expect(await entry({ procedure: "admin.users" })).toMatchObject(untried);
    expect(await entry({ procedure: "admin.users", platformAdmin: true })).toMatchObject({
      verdict: "allows",
    });
    const outside = { procedure: "project.list", organization: null };
    expect(await entry(outside)).toMatchObject(untried);
  });

  it.each([
    ["GH002", `UPDATE "public"."User" SET "deleted" = true`, "user_deleted"],
    ["GH003", `UPDATE "public"."User" SET "banned" = true, "sourceVersion" = 2000`, "user_banned"],
    ["GH004", `UPDATE "public"."Organization" SET "deleted" = true`, "membership_removed"],
    [
      "GH005",
      `UPDATE "public"."Membership" SET "deleted" = true, "sourceVersion" = 2000`,
      "membership_removed",
    ],
    [
      "GH006",
      `UPDATE "public"."Membership" SET "role" = 'org:x', "sourceVersion" = 2000`,
      "permission_stale",
    ],
    [
      "GH001",
      `INSERT INTO "public"."EndedSession" ("id", "userId") VALUES ('sess_p', 'user_p')`,
      "session_ended",
    ],
  ])("are where app.enter raises %s", async (state, change, code) => {
    const undo = `UPDATE "public"."User" SET "deleted" = false, "banned" = false, "sourceVersion" = 0;
      UPDATE "public"."Organization" SET "deleted" = false; DELETE FROM "public"."EndedSession";
      UPDATE "public"."Membership" SET "deleted" = false, "role" = 'org:member', "sourceVersion" = 0`;
    await runSql(database.ownerUrl, change);
    try {
      const question = { role: "org:member", issuedAt: 1, sessionId: "sess_p" };
      const refused = await answer({ procedure: "project.list", ...question });
      expect(refused.decision).toBe(code);
      const [text = "", line = ""] = said(refused, "entry")[0] ?? [];
      expect(text).toMatch(new RegExp(`^app.enter refuses: ${state} `));
      expect(line).toMatch(/^RAISE EXCEPTION '/);
      expect(line).toContain(`ERRCODE = '${state}'`);
      expect(text.endsWith(/'(.*?)'/.exec(line)?.[1] ?? "-")).toBe(true);
    } finally {
      await runSql(database.ownerUrl, undo);
    }
  });

  it("are of every policy and privilege behind every handle", async () => {
    for (const procedure of sources.procedures.keys()) {
      const { layers } = await answer({ procedure, role: "org:admin", platformAdmin: true });
      const reasons = layers.find(({ name }) => name === "policies")?.reasons ?? [];
      expect(reasons.length).toBeGreaterThan(1);
      for (const { text, place } of reasons) {
        const [, policy] = /^ {2}policy (\w+): /.exec(text) ?? [];
        const [, table = "", privilege = ""] = /^(\w+) \w+: gate_\w+ may (\w+)/.exec(text) ?? [];
        const line = lineAt(place);
        if (policy) expect(line).toMatch(new RegExp(`^(CREATE|ALTER) POLICY "${policy}" ON `));
        else {
          expect(line).toMatch(new RegExp(`^GRANT .*\\b${privilege}\\b`));
          expect(line.toLowerCase()).toContain(`"${table.toLowerCase()}"`);
        }
      }
    }
  });
});
