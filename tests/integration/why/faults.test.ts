import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, type Connection } from "../../../local/why/database.ts";
import { explain } from "../../../local/why/explain.ts";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { createTestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { ask, sources } from "./ask.ts";

const testDatabase = useApplication();
let connection: Connection;
beforeAll(async () => {
  await runSql(testDatabase().ownerUrl, `DROP POLICY "org_delete" ON "public"."Project"`);
  connection = await connect(testDatabase().loginUrl, "");
});
afterAll(() => connection.close());

const late = { as: "user_f", organization: "org_f", role: "org:admin", unmirrored: true };

it("refuses everything where the application refuses to serve, naming the fault", async () => {
  const admin = callerOf("user_f", { organization: "org_f", role: "org:admin" });
  for (const [procedure, call] of [
    ["project.list", () => admin.project.list({})],
    ["post.published", () => admin.post.published({})],
  ] as const) {
    const answer = await explain(sources, connection, ask({ ...late, procedure }));
    expect([answer.decision, await outcome(call())]).toEqual(["internal", "internal"]);
    const { verdict, reasons } = answer.layers.find(({ name }) => name === "policies") ?? {};
    expect([verdict, reasons?.[0]?.text]).toEqual([
      "refuses",
      expect.stringMatching(
        /^the application refuses to serve: gate_org delete "Project": .*policy/,
      ),
    ]);
  }
  // Who is refused by the gate does not get as far as the database.
  const nowhere = ask({ ...late, organization: null, procedure: "project.delete" });
  expect((await explain(sources, connection, nowhere)).decision).toBe("no_organization");
});

it("says so when the database's app.enter is not that of the migrations, or gives less than a policy asks for", async () => {
  const database = await createTestDatabase();
  const other = await connect(database.loginUrl, "");
  try {
    const question = ask({ ...late, role: "org:member", procedure: "task.assign" });
    const texts = async (): Promise<string> =>
      (await explain(sources, other, question)).layers
        .flatMap(({ reasons }) => reasons.map(({ text }) => text))
        .join("\n");
    expect(await texts()).not.toMatch(/is not that of prisma|did not give/);
    await runSql(
      database.ownerUrl,
      `CREATE OR REPLACE FUNCTION "app"."role_permissions"(role text) RETURNS text[] LANGUAGE sql IMMUTABLE
       AS $$ SELECT ARRAY['org:tasks:manage', 'org:projects:read'] $$`,
    );
    expect(await texts()).toContain(
      "membership read asks for org:members:read, which app.enter did not give",
    );
    await runSql(
      database.ownerUrl,
      `DO $$ DECLARE text text := pg_get_functiondef('app.enter(jsonb)'::regprocedure); BEGIN
         EXECUTE replace(text, 'no organization', 'no organisation'); END $$`,
    );
    expect(await texts()).toContain("the database's app.enter is not that of prisma/migrations");
  } finally {
    await other.close();
    await database.drop();
  }
});
