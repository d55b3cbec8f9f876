import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClerkClient } from "@clerk/backend";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { AlreadyRunning } from "../../../local/stack/lock.ts";
import { resetData } from "../../../local/stack/reset.ts";
import { startStack, type Progress, type StackOptions } from "../../../local/stack/start.ts";
import { PartFailure, Stopped } from "../../../local/stack/failure.ts";
import { parseEnv } from "../../../src/env.ts";
import { createTestDatabase } from "../../support/postgres.ts";

const dataDir = join(mkdtempSync(join(tmpdir(), "gatehouse-stack-")), "local");
afterAll(() => rmSync(join(dataDir, ".."), { recursive: true, force: true }));

function options(progress: Progress[] = []): StackOptions {
  return {
    mode: "production",
    dataDir,
    given: {},
    appPort: 31_400,
    clerkPort: 31_500,
    postgresPort: 31_600,
    postgresSettings: { fsync: "off" },
    onProgress: (one) => progress.push(one),
  };
}

async function count(ownerUrl: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM public."Project") AS projects,
              (SELECT count(*)::int FROM public."Task") AS tasks,
              (SELECT count(*)::int FROM public."Task" WHERE "doneAt" IS NOT NULL) AS done,
              (SELECT count(*)::int FROM public."Task" WHERE "assigneeId" IS NOT NULL) AS assigned,
              (SELECT count(*)::int FROM public."Post" WHERE status = 'published') AS published,
              (SELECT count(*)::int FROM public."Post" WHERE status = 'draft') AS drafts`,
    );
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

test("a first start seeds by the real paths, a second keeps what is there", async () => {
  const first = await startStack(options());
  try {
    await expect(startStack(options())).rejects.toThrow(AlreadyRunning);
    if (!first.postgres || !first.clerk) throw new Error("both are to be stood in for");

    const seeded = await count(first.postgres.ownerUrl);
    expect(seeded).toMatchObject({ projects: 7, published: 5, drafts: 1 });
    expect(seeded["tasks"]).toBeGreaterThan(20);
    expect(seeded["done"]).toBeGreaterThan(5);
    expect(seeded["assigned"]).toBeGreaterThan(10);

    const clerk = createClerkClient({
      secretKey: first.clerk.secretKey,
      apiUrl: first.env["CLERK_API_URL"],
      telemetry: { disabled: true },
    });
    expect((await clerk.users.getUserList()).totalCount).toBe(first.accounts.length);
    const [root] = (await clerk.users.getUserList({ emailAddress: ["root@gatehouse.test"] })).data;
    expect(root?.publicMetadata).toEqual({ role: "admin" });
    const dave = (await clerk.users.getUserList({ emailAddress: ["dave@globex.test"] })).data[0];
    const memberships = await clerk.users.getOrganizationMembershipList({ userId: dave?.id ?? "" });
    expect(memberships.data.map((one) => [one.organization.slug, one.role]).sort()).toEqual([
      ["acme", "org:member"],
      ["globex", "org:member"],
    ]);

    // What somebody deletes is not brought back by the next start.
    const owner = new pg.Client({ connectionString: first.postgres.ownerUrl });
    await owner.connect();
    await owner.query(`DELETE FROM public."Post" WHERE status = 'draft'`);
    await owner.end();
    await first.stop();

    const progress: Progress[] = [];
    const second = await startStack(options(progress));
    try {
      expect(second.env["CLERK_SECRET_KEY"]).toBe(first.env["CLERK_SECRET_KEY"]);
      expect(await count(second.postgres?.ownerUrl ?? "")).toEqual({ ...seeded, drafts: 0 });
      expect(progress.filter((one) => one.part === "seed")).toEqual([]);
    } finally {
      await second.stop();
    }

    // A seed that never came to its end leaves no mark: the next one adds what is missing, and that alone.
    rmSync(join(dataDir, "seeded"));
    const third = await startStack(options());
    try {
      expect(await count(third.postgres?.ownerUrl ?? "")).toEqual(seeded);
    } finally {
      await third.stop();
    }
  } finally {
    await first.stop();
  }
  expect(await resetData(dataDir)).toBe("removed");
}, 90_000);

test("a start that is called off leaves nothing running", async () => {
  const abort = new AbortController();
  const started = startStack({
    ...options(),
    signal: abort.signal,
    onProgress: ({ part, done }) => {
      if (part === "PostgreSQL" && done) abort.abort();
    },
  });
  await expect(started).rejects.toThrow(Stopped);
  // The lock and the server are gone with it.
  expect(await resetData(dataDir)).toBe("removed");
}, 60_000);

const quietClerk = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==",
  CLERK_SECRET_KEY: "sk_test_of_somebody",
  CLERK_WEBHOOK_SIGNING_SECRET: "whsec_YWJj",
};

test("a database of one's own is used as it is: migrated only by its owner's address, without example work", async () => {
  const own = await createTestDatabase();
  try {
    for (const owner of [undefined, own.ownerUrl]) {
      const progress: Progress[] = [];
      const given = { DATABASE_URL: own.loginUrl, DATABASE_OWNER_URL: owner };
      const stack = await startStack({ ...options(progress), given });
      try {
        expect(stack).toMatchObject({
          postgres: null,
          plan: { database: "given", clerk: "local" },
        });
        expect(stack.env).toMatchObject({ DATABASE_URL: own.loginUrl, DATABASE_OWNER_URL: "" });
        expect(stack.accounts.length).toBeGreaterThan(0);
        expect(progress.some((one) => one.part === "migrations")).toBe(owner !== undefined);
        expect(stack.notes.some((note) => note.includes("npm run db -- deploy"))).toBe(!owner);
        expect(await count(own.ownerUrl)).toMatchObject({ projects: 0, published: 0, drafts: 0 });
      } finally {
        await stack.stop();
      }
    }
  } finally {
    await resetData(dataDir);
    await own.drop();
  }
}, 60_000);

test("a Clerk instance of one's own is used as it is: no stand-in, no accounts", async () => {
  const stack = await startStack({ ...options(), mode: "dev", given: quietClerk });
  try {
    expect(stack).toMatchObject({
      clerk: null,
      accounts: [],
      plan: { database: "local", clerk: "given" },
    });
    expect(stack.notes.join(" ")).toContain("your own Clerk instance");
    expect(parseEnv({ ...quietClerk, ...stack.env }).CLERK_SECRET_KEY).toBe("sk_test_of_somebody");
  } finally {
    await stack.stop();
    await resetData(dataDir);
  }
}, 60_000);

test("what is missing beside keys of one's own is named, and nothing is left running", async () => {
  const given = { CLERK_SECRET_KEY: "sk_test_of_somebody" };
  const refused = startStack({ ...options(), given });
  await expect(refused).rejects.toThrow(PartFailure);
  await expect(refused).rejects.toThrow("CLERK_WEBHOOK_SIGNING_SECRET is missing");
  expect(await resetData(dataDir)).toBe("removed");
}, 60_000);
