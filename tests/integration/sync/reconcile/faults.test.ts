import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { runSync } from "@/src/server/sync/run/perform";
import { findRun, startRun, SyncBusy, type Run } from "@/src/server/sync/run/run";
import { readFound } from "@/src/server/sync/reconcile/findings";
import { useApplication } from "../../../support/application.ts";
import { runNode } from "../../../support/command.ts";
import { root } from "../../../support/project.ts";
import { runSql } from "../../../support/sql.ts";
import { settleASecond, useLocalClerk } from "./local-clerk.ts";

const testDatabase = useApplication();
const door = useLocalClerk();

/** More than a page of 500. */
const users = 520;
const asked = {
  kind: "reconcile",
  scope: "all",
  dryRun: false,
  confirmed: false,
  startedBy: "command",
} as const;

function sql(text: string, values: readonly unknown[] = []) {
  return runSql(testDatabase().ownerUrl, text, [...values]);
}

async function reconcile(): Promise<{ run: Run; waits: number[] }> {
  const waits: number[] = [];
  const { id } = await startRun(asked);
  const run = await runSync(id, { onWait: (wait) => waits.push(wait) });
  return { run, waits };
}

async function aliveUsers(): Promise<number> {
  const rows = await sql(`SELECT count(*)::int AS n FROM "User" WHERE NOT "deleted"`);
  return Number(rows[0]?.["n"]);
}

function command(...words: string[]) {
  return runNode(["--import", "tsx", "prisma/sync/main.ts", ...words], {});
}

beforeAll(async () => {
  await door().clerk.seed({
    users: Array.from({ length: users }, (_, n) => ({
      emailAddresses: [`person${n}@example.test`],
      firstName: "Person",
      lastName: String(n),
    })),
  });
}, 120_000);

afterEach(async () => {
  door().interrupt = null;
  door().before = null;
  await door().change({
    outages: { backendApi: { condition: "up", times: null, share: 1, path: "", delayMs: 0 } },
  });
});

describe("a run", { timeout: 120_000 }, () => {
  it("goes on where a killed process left it, and shows that one is running meanwhile", async () => {
    // The second page of people is late: the process is killed while it waits for it.
    let second = () => {};
    const reached = new Promise<void>((resolve) => (second = resolve));
    door().interrupt = (incoming) => {
      if (!incoming.url?.includes("/v1/users?") || !incoming.url.includes("offset=450"))
        return false;
      second();
      return true;
    };
    const child = spawn(process.execPath, ["--import", "tsx", "prisma/sync/main.ts", "reconcile"], {
      cwd: root,
      env: process.env,
      stdio: "ignore",
    });
    await reached;
    await expect(startRun(asked)).rejects.toThrow(SyncBusy);
    const other = await command("reconcile");
    expect(other).toMatchObject({ code: 1 });
    expect(other.err).toMatch(/is running already/);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await aliveUsers()).toBe(500);
    door().interrupt = null;
    door().asked.length = 0;
    // As if half a minute had passed without a sign of life.
    await sql(`UPDATE "SyncRun" SET "heartbeatAt" = now() - interval '31 seconds'`);
    const { run } = await reconcile();
    expect(run).toMatchObject({ status: "done", done: users + 50 });
    expect(
      door().asked.filter((path) => /offset=0\b/.test(path) && /v1\/users/.test(path)),
    ).toEqual([]);
    expect(await aliveUsers()).toBe(users);
    expect(await sql(`SELECT count(*)::int AS n FROM "SyncRun"`)).toEqual([{ n: 1 }]);
  });

  it("waits as long as 429 says, and longer each time that Clerk is away or cannot be read", async () => {
    await door().change({
      outages: { backendApi: { condition: "rate_limited", times: 2, retryAfterSeconds: 1 } },
    });
    const limited = await reconcile();
    expect(limited.run.status).toBe("done");
    expect(limited.waits).toEqual([1000, 1000]);
    await door().change({ outages: { backendApi: { condition: "down", times: 2 } } });
    const down = await reconcile();
    expect(down.run.status).toBe("done");
    expect(down.waits).toEqual([500, 1000]);
    await door().change({ outages: { backendApi: { condition: "malformed", times: 1 } } });
    const malformed = await reconcile();
    expect(malformed.run.status).toBe("done");
    expect(malformed.waits).toEqual([500]);
    expect(await aliveUsers()).toBe(users);
  });

  it("gives up when Clerk does not take the secret, and changes nothing", async () => {
    const before = await sql(`SELECT "id", "deleted" FROM "User" ORDER BY 1`);
    door().interrupt = (_incoming, outgoing) => {
      outgoing.writeHead(401, { "content-type": "application/json" });
      outgoing.end('{"errors":[{"code":"clerk_key_invalid","message":"no"}]}');
      return true;
    };
    const { run } = await reconcile();
    expect(run).toMatchObject({ status: "failed", error: "clerk_refused_401" });
    expect(await sql(`SELECT "id", "deleted" FROM "User" ORDER BY 1`)).toEqual(before);
    door().interrupt = null;
    // The same run goes on.
    expect((await reconcile()).run).toMatchObject({ id: run.id, status: "done" });
  });

  it("takes no proxy's 404 for Clerk's word that somebody is gone", async () => {
    await sql(
      `INSERT INTO "User" ("id", "name", "sourceVersion", "sourceTimestamp") VALUES ('user_away', 'Away', 1, 1)`,
    );
    door().interrupt = (incoming, outgoing) => {
      if (!incoming.url?.startsWith("/bapi/v1/users/user_away")) return false;
      outgoing.writeHead(404, { "content-type": "text/html" });
      outgoing.end("<h1>Not found</h1>");
      return true;
    };
    const { run } = await reconcile();
    expect(run).toMatchObject({ status: "failed", error: "clerk_refused_404" });
    door().interrupt = null;
    expect(await sql(`SELECT "deleted" FROM "User" WHERE "id" = 'user_away'`)).toEqual([
      { deleted: false },
    ]);
    expect((await reconcile()).run.status).toBe("done");
    expect(await sql(`SELECT "deleted" FROM "User" WHERE "id" = 'user_away'`)).toEqual([
      { deleted: true },
    ]);
  });

  it("misses nobody whom a deletion moves to an earlier page while it pages", async () => {
    await sql(`DELETE FROM "User"`);
    const list = await door().sdk.users.getUserList({ limit: 10, orderBy: "+created_at" });
    let deletions = 0;
    door().before = async (incoming) => {
      if (!/\/v1\/users\?.*offset=450/.test(incoming.url ?? "") || deletions > 0) return;
      deletions = list.data.length;
      for (const { id } of list.data) await door().sdk.users.deleteUser(id);
    };
    const { run } = await reconcile();
    expect(run.status).toBe("done");
    expect(deletions).toBe(10);
    const kept = await sql(`SELECT "id" FROM "User" WHERE NOT "deleted"`);
    const { totalCount } = await door().sdk.users.getUserList({ limit: 1 });
    const early = new Set(list.data.map(({ id }) => id));
    expect(kept.filter((row) => !early.has(String(row["id"])))).toHaveLength(totalCount);
    // Those that were read before they were deleted, the next run finds gone: what changed in the second in which a run
    // begins is passed over.
    await settleASecond();
    const next = await reconcile();
    expect(next.run.status).toBe("done");
    expect(await aliveUsers()).toBe(totalCount);
  });

  it("is interrupted cleanly, and another one is not started beside it", async () => {
    const interrupt = new AbortController();
    door().before = (incoming) => {
      if (incoming.url?.includes("offset=450")) interrupt.abort();
      return Promise.resolve();
    };
    const { id } = await startRun(asked);
    const run = await runSync(id, { signal: interrupt.signal });
    expect(run).toMatchObject({ status: "waiting", error: null, finishedAt: null });
    door().before = null;
    expect((await startRun(asked)).id).toBe(id);
    expect(await runSync(id)).toMatchObject({ status: "done" });
    expect(await runSync(id)).toMatchObject({ status: "done" });
    expect(readFound((await findRun(id))?.found).user?.counts.same).toBeGreaterThan(users - 60);
  });
});

describe("the command", { timeout: 120_000 }, () => {
  it("prints what it found, and how far it is", async () => {
    await sql(
      `UPDATE "User" SET "name" = 'Wrong', "sourceTimestamp" = 1 WHERE "id" = (SELECT min("id") FROM "User" WHERE NOT "deleted")`,
    );
    const dry = await command("reconcile", "--dry-run");
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.out).toMatch(/users by column: name 1\n/);
    expect(dry.out).toMatch(/1 differ; nothing was changed\./);
    expect((await command("reconcile")).out).toMatch(/1 were mended\./);
    const status = await command("status", "--json");
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({ attention: [], deliveries: { failed: 0 } });
  });
});
