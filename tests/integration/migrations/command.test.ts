import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNode } from "../../support/command.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

function db(words: string[], environment: Record<string, string> = {}) {
  const given = { DATABASE_URL: "", DATABASE_SHADOW_URL: "" };
  return runNode(["--import", "tsx", "prisma/command/main.ts", ...words], {
    ...given,
    ...environment,
  });
}

describe("npm run db", () => {
  it(
    "takes an empty database to one that serves, and says so at each step",
    { timeout: 120_000 },
    async () => {
      const environment = {
        DATABASE_OWNER_URL: database.ownerUrl,
        DATABASE_URL: database.loginUrl,
      };
      expect(await db(["check"], environment)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/_gates is not applied/) as unknown,
      });
      expect(await db(["deploy"], environment)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/Applied \d+: /) as unknown,
      });
      expect(await db(["login"], environment)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/up to date/) as unknown,
      });
      expect(await db(["status"], environment)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/, 0 to apply/) as unknown,
      });
      expect(await db(["check"], environment)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/agree/) as unknown,
      });
    },
  );

  it("tells wrong calls from failures, each in one line", async () => {
    const nowhere = { DATABASE_OWNER_URL: "postgresql://a:secret@127.0.0.1:1/x" };
    const refused = await db(["status"], nowhere);
    expect(refused).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(/^Cannot connect to the database x .*\n$/) as unknown,
    });
    expect(refused.err).not.toContain("secret");
    // Whoever names the application's database must name its owner too: the local one is not meant.
    const half = { DATABASE_OWNER_URL: "", DATABASE_URL: "postgresql://app:secret@127.0.0.1:1/x" };
    expect(await db(["status"], half)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^DATABASE_OWNER_URL is not set.*\n$/) as unknown,
    });
    expect(await db(["deploy", "--now"], nowhere)).toMatchObject({ code: 2 });
    expect(await db(["new"], nowhere)).toMatchObject({ code: 2 });
    expect(await db(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/status[\s\S]*deploy[\s\S]*login/) as unknown,
    });
  });

  it("means the local PostgreSQL where no database is named", async () => {
    const local = await mkdtemp(path.join(tmpdir(), "gatehouse-db-command-"));
    try {
      const none = { DATABASE_OWNER_URL: "", DATABASE_URL: "", LOCAL_DIR: local };
      expect(await db(["status"], none)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^0 applied, \d+ to apply\n/) as unknown,
      });
    } finally {
      await rm(local, { recursive: true, force: true });
    }
  }, 60_000);
});
