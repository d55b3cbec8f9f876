import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runNode } from "../../support/command.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { root } from "./ask.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await runSql(
    database.ownerUrl,
    `WITH person AS (INSERT INTO "public"."User" ("id", "email") VALUES ('user_bob', 'bob@acme.test') RETURNING "id"),
       tenant AS (INSERT INTO "public"."Organization" ("id", "slug") VALUES ('org_acme', 'acme') RETURNING "id")
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role") SELECT tenant."id", person."id", 'org:member'
     FROM person, tenant`,
  );
});
afterAll(() => database.drop());

function why(words: string, environment: Record<string, string> = {}) {
  const given = { DATABASE_URL: database.loginUrl, NO_COLOR: "" };
  const start = path.join(root, "local", "why", "start.mjs");
  return runNode([start, ...words.split(" ")], { ...given, ...environment }, tmpdir());
}

const bob = "--as bob@acme.test --org acme";

it("ends with 1 for a refusal, and points at what refuses", async () => {
  const { code, out, err } = await why(`${bob} project.delete`);
  expect([code, err]).toEqual([1, ""]);
  expect(out).toContain(
    "project.delete as bob@acme.test in acme: refused, permission_missing (403)",
  );
  for (const line of [
    /· router .*freshOrgProcedure\("org:projects:manage"\) {2}src\/server\/project\/router.ts:\d+\n/,
    /✗ token .*\n.*role org:member .* {2}src\/access\/roles.ts:\d+\n/,
    /✓ handle .*\n.*project delete.* {2}src\/access\/grants.ts:\d+\n.*also granted: .*\(--all\)\n/,
    /✓ gate .* {2}src\/server\/trpc\/admission.ts:\d+\n/,
    /✗ entry .*GH012 .* {2}prisma\/migrations\/\w+\/migration.sql:\d+\n/,
    /· policies .*\n.*policy org_delete: .*app.has\('org:projects:manage'\) {2}prisma\/migrations\/\w+\/migration.sql:\d+\n/,
  ]) {
    expect(out).toMatch(line);
  }
  // No terminal, no colour.
  expect(out).not.toContain("\u001b");
});

it("points at the line that throws, though it runs from a bundle", async () => {
  const { out } = await why("--as bob@acme.test project.delete");
  const [, file = "", line] = /(src\/server\/trpc\/admission.ts):(\d+)/.exec(out) ?? [];
  const written = readFileSync(path.join(root, file), "utf8").split("\n")[Number(line) - 1];
  expect(written).toContain(`throw new AppError("no_organization")`);
});

it("ends with 0 when the call is allowed, and shows everything when asked to", async () => {
  const allowed = await why(`${bob} project.list --all`);
  expect([allowed.code, allowed.err]).toEqual([0, ""]);
  expect(allowed.out).toMatch(/✓ entry .*app.enter lets them in, as gate_org/);
  expect(allowed.out).toMatch(/policies[\s\S]*task read: gate_org may SELECT/);
  expect(allowed.out).not.toContain("(--all)");
});

it("tells programs the same", async () => {
  const { code, out } = await why(`${bob} project.delete --json`);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    procedure: "project.delete",
    decision: "permission_missing",
    status: 403,
    layers: ["router", "token", "types", "gate", "entry", "policies"].map((name) => ({ name })),
  });
});

it.each([
  ["--help", 0, /^npm run why/, /^$/],
  ["project.delete", 2, /^$/, /^Say who calls: .*\n.*--help/],
  [
    `${bob} project.delet`,
    2,
    /^$/,
    /^There is no procedure project.delet. Did you mean project.delete\?\n$/,
  ],
  ["--as bob@acme.tset me.get", 2, /^$/, /^Nobody is known as .* Did you mean bob@acme.test\?/],
])("%s ends with %i", async (words, code, out, err) => {
  expect(await why(words)).toEqual({
    code,
    out: expect.stringMatching(out) as unknown,
    err: expect.stringMatching(err) as unknown,
  });
});

it("has no answer without a database, and says what to do without its password", async () => {
  const gone = await why(`${bob} me.get`, {
    DATABASE_URL: "postgresql://app:secret@127.0.0.1:1/x",
  });
  expect([gone.code, gone.out]).toEqual([2, ""]);
  expect(gone.err).toMatch(/^Cannot connect to postgresql:\/\/app@127.0.0.1:1\/x: .*\n$/);
  const empty = await mkdtemp(path.join(tmpdir(), "gatehouse-why-"));
  try {
    const none = await why(`${bob} me.get`, { DATABASE_URL: "", LOCAL_DIR: empty });
    expect([none.code, none.out]).toEqual([2, ""]);
    expect(none.err).toMatch(/^There is no local database yet: `npm run dev` makes it/);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
});
