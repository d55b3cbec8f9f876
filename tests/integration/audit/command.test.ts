import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkDatabase } from "@/src/server/db/check";
import { rehash, tamper } from "../../support/audit-chain.ts";
import { runNode } from "../../support/command.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "gatehouse-heads-"));
  await runSql(
    database.ownerUrl,
    `SELECT app.audit_refusal('{"gate": "org", "user": "user_a", "organization": "org_a"}', 'a.b', NULL, 'conflict') FROM generate_series(1, 7)`,
  );
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

function audit(words: string[], environment: Record<string, string> = {}) {
  const given = { DATABASE_URL: "", DATABASE_OWNER_URL: database.ownerUrl, DATABASE_AUDIT_URL: "" };
  return runNode(["--import", "tsx", "prisma/audit/main.ts", ...words], {
    ...given,
    ...environment,
  });
}

it("says that all is well, saves heads, and finds against them what was rewritten", async () => {
  const whole = "1 chain, 7 rows: every row is there, as it was written and in its place";
  expect(await audit(["verify"])).toEqual({ code: 0, out: `${whole}.\n`, err: "" });

  const file = path.join(folder, "heads.txt");
  expect(await audit(["heads", file])).toMatchObject({
    code: 0,
    out: `Saved 1 head to ${file}.\n`,
  });
  expect((await audit(["heads"])).out.split("\n")[1]).toBe(
    (await readFile(file, "utf8")).split("\n")[1],
  );
  expect((await audit(["heads", file])).err).toMatch(/Cannot write .*heads.txt/); // Never over it.
  expect(await audit(["verify", "--heads", file])).toMatchObject({
    code: 0,
    out: `${whole}, and all agree with ${file}.\n`,
  });

  await tamper(
    database.ownerUrl,
    `UPDATE "public"."AuditEvent" SET "outcome" = 'done' WHERE "sequence" = 3`,
  );
  const edited = await audit(["verify"]);
  expect(edited.code).toBe(1);
  expect(edited.out).toMatch(
    /^org:org_a, row 3 \([0-9a-f-]{36}\): was changed: it does not give its hash\n1 chain, 7 rows: 1 fault in 1 chain\.\n$/,
  );
  await tamper(database.ownerUrl, rehash("org:org_a", 1, true));
  expect(await audit(["verify"])).toMatchObject({ code: 0 });
  const rewritten = await audit(["verify", "--heads", file, "--chain", "org:org_a"]);
  expect(rewritten.code).toBe(1);
  expect(rewritten.out).toMatch(/row 7 .* is not the row that the saved heads have/);
}, 120_000);

it("reads as whom it is told to", async () => {
  // As docs/operations.md says it, and the application still starts beside it.
  const url = new URL(database.ownerUrl);
  url.username = `auditor_${randomUUID().slice(0, 8)}`;
  url.password = "read-only";
  await runSql(
    database.adminUrl,
    `CREATE ROLE ${url.username} LOGIN BYPASSRLS PASSWORD 'read-only';
     GRANT CONNECT ON DATABASE ${url.pathname.slice(1)} TO ${url.username};
     GRANT SELECT ON "AuditEvent", "AuditChain" TO ${url.username}`,
  );
  try {
    const reader = { DATABASE_AUDIT_URL: url.href, DATABASE_OWNER_URL: "" };
    expect(await audit(["verify"], reader)).toMatchObject({ code: 0, err: "" });
    const application = new pg.Client({ connectionString: database.loginUrl });
    await application.connect();
    await checkDatabase(application);
    await application.end();
  } finally {
    await runSql(database.adminUrl, `DROP OWNED BY ${url.username}; DROP ROLE ${url.username}`);
  }
  const hidden = await audit(["verify"], { DATABASE_AUDIT_URL: database.loginUrl });
  expect(hidden).toMatchObject({ code: 1, out: "" });
  expect(hidden.err).toMatch(/Row security hides rows from the role/);
  const nowhere = { DATABASE_AUDIT_URL: "postgresql://nobody@127.0.0.1:1/none" };
  const lost = await audit(["verify"], nowhere);
  expect(lost).toMatchObject({ code: 1 });
  expect(lost.err).toMatch(/^Cannot connect to the database none .*\(DATABASE_AUDIT_URL\)/);
}, 120_000);

it.each([
  [[]],
  [["verify", "more"]],
  [["check"]],
  [["verify", "--head", "x"]],
  [["heads", "--chain", "admin"]],
])("says how it is called, and ends with 2: %j", async (words) => {
  const wrong = await audit(words);
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err).toMatch(/^npm run audit -- <command>/);
});

it.each([
  ["is not there", null, /Cannot read/],
  ["is no file of heads", "admin 1 0\n", /not a whole file of heads/],
  ["was cut off", "# audit heads of now\nadmin 1 " + "0".repeat(64), /not a whole file of heads/],
  [
    "has another line",
    "# audit heads of now\nadmin x\n",
    /Line 2 of .* is not "chain sequence hash"/,
  ],
])("takes no file that %s", async (_, text, message) => {
  const file = path.join(folder, "other.txt");
  if (text !== null) await writeFile(file, text);
  const wrong = await audit(["verify", "--heads", file]);
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err).toMatch(message);
});
