import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ProjectId } from "@/src/access/ids";
import { streamLimit } from "@/src/access/limits";
import { changes } from "@/src/server/change/open";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf, nowSeconds, person } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { StreamReader } from "../../support/stream.ts";

const testDatabase = useApplication();

let serial = 0;
let organization = "";
let user = "";
let projectId: ProjectId;
const open: StreamReader<unknown>[] = [];

beforeEach(async () => {
  serial += 1;
  organization = `org_s${serial}`;
  user = `user_w${serial}`;
  projectId = (await colleague().project.create({ name: "watched" })).id;
});
afterEach(async () => {
  changes().endAll();
  await Promise.all(open.splice(0).map((stream) => stream.close()));
  expect(changes().size, "a stream that was closed is watched no more").toBe(0);
});

const colleague = () => callerOf(`user_c${serial}`, { organization, role: "org:admin" });
const stranger = () => callerOf("user_x", { organization: "org_other", role: "org:admin" });

/** Somebody whose token has so many milliseconds left. */
function watcher(left = 60_000, who = user) {
  const issuedAt = nowSeconds() - 20;
  const principal = person(who, { organization, issuedAt });
  return createCaller(createContext(principal, undefined, null, Date.now() + left));
}

function read<T>(stream: AsyncIterable<unknown>): StreamReader<T> {
  const reader = new StreamReader<T>(stream);
  open.push(reader);
  return reader;
}

const titlesOf = ({ value }: { value: readonly { title: string }[] }) =>
  value.map(({ title }) => title);

async function watchTasks(lastEventId?: string, left?: number) {
  const input = { projectId, ...(lastEventId ? { lastEventId } : {}) };
  return read<{ title: string }[]>(await watcher(left).task.watch(input));
}

/** What the sync would do on behalf of Clerk. */
const mirror = (sql: string, ...values: string[]) => runSql(testDatabase().ownerUrl, sql, values);
const mirrorWatcher = () =>
  mirror(
    `WITH person AS (INSERT INTO "public"."User" ("id") VALUES ($2) ON CONFLICT DO NOTHING)
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role") VALUES ($1, $2, 'org:member')`,
    organization,
    user,
  );
const later = () => String(Date.now() + 1_000);

describe("a stream", () => {
  it("delivers what there is, and again when a colleague has changed it", async () => {
    const stream = await watchTasks();
    expect(titlesOf(await stream.next())).toEqual([]);
    await colleague().task.create({ projectId, title: "first" });
    expect(titlesOf(await stream.next())).toEqual(["first"]);
    await colleague().task.create({ projectId, title: "second" });
    expect(titlesOf(await stream.next())).toEqual(["first", "second"]);
  });

  it("delivers many changes at once as one", async () => {
    const stream = await watchTasks();
    await stream.next();
    const titles = Array.from({ length: 12 }, (_, index) => `task ${index}`);
    for (const title of titles) await colleague().task.create({ projectId, title });
    let deliveries = 0;
    let shown: string[] = [];
    while (shown.length < titles.length) {
      shown = titlesOf(await stream.next());
      deliveries += 1;
    }
    expect(shown).toEqual(titles);
    expect(deliveries).toBeLessThan(titles.length);
  });

  it("says nothing of other organizations, of other models, or of what was rolled back", async () => {
    const stream = await watchTasks();
    await stream.next();
    const theirs = await stranger().project.create({ name: "theirs" });
    await stranger().task.create({ projectId: theirs.id, title: "theirs" });
    await colleague().project.rename({ id: projectId, name: "renamed" });
    await mirror(
      `DO $$ BEGIN
         INSERT INTO "public"."Task" ("organizationId", "projectId", "title", "createdById") VALUES ('${organization}', '${projectId}', 'never', 'user_c');
         RAISE EXCEPTION 'rolled back' USING ERRCODE = 'GHTST';
       END $$`,
    ).catch((error: unknown) => expect(error).toMatchObject({ code: "GHTST" }));
    await expect(stream.next(1_000)).rejects.toThrow("Nothing was delivered.");
  });

  it("follows projects, with how many of their tasks are open, and members", async () => {
    const projects = read<{ items: { name: string; openTasks: number }[] }>(
      await watcher().project.watch({}),
    );
    const members = read<{ items: { userId: string; role: string | null }[] }>(
      await watcher().member.watch({}),
    );
    expect((await projects.next()).value.items).toMatchObject([{ name: "watched", openTasks: 0 }]);
    expect((await members.next()).value.items).toHaveLength(1);
    await colleague().task.create({ projectId, title: "open" });
    expect((await projects.next()).value.items).toMatchObject([{ openTasks: 1 }]);
    await mirrorWatcher();
    expect((await members.next()).value.items).toContainEqual(
      expect.objectContaining({ userId: user, role: "org:member" }),
    );
  });

  it("delivers nothing to who has it all, and to who does not, at once", async () => {
    const before = await watchTasks();
    const { position } = await before.next();
    await before.close();

    const same = await watchTasks(position);
    await expect(same.next(500)).rejects.toThrow("Nothing was delivered.");
    await colleague().task.create({ projectId, title: "meanwhile" });

    expect(titlesOf(await (await watchTasks(position)).next())).toEqual(["meanwhile"]);
    expect(titlesOf(await (await watchTasks("of-another-process")).next())).toEqual(["meanwhile"]);
  });

  it("ends with the token, so that its client goes on with another", async () => {
    const stream = await watchTasks(undefined, 700);
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ name: "AbortError" });
  });

  it("is refused for what is not there, and for what is another organization's", async () => {
    const theirs = await stranger().project.create({ name: "theirs" });
    for (const id of [theirs.id, "00000000-0000-4000-8000-000000000000" as ProjectId])
      expect(await outcome(watcher().task.watch({ projectId: id }))).toBe("not_found");
  });
});

describe("a stream ends within seconds, and says why", () => {
  it.each([
    [
      "their membership is removed",
      () =>
        mirror(
          `UPDATE "public"."Membership" SET "deleted" = true, "sourceVersion" = $3 WHERE "organizationId" = $1 AND "userId" = $2`,
          organization,
          user,
          later(),
        ),
      "membership_removed",
      "FORBIDDEN",
    ],
    [
      "they are banned",
      () =>
        mirror(
          `UPDATE "public"."User" SET "banned" = true, "sourceVersion" = $2 WHERE "id" = $1`,
          user,
          later(),
        ),
      "user_banned",
      "UNAUTHORIZED",
    ],
    [
      "they are deleted",
      () => mirror(`UPDATE "public"."User" SET "deleted" = true WHERE "id" = $1`, user),
      "user_deleted",
      "UNAUTHORIZED",
    ],
    [
      "their session ends",
      () =>
        mirror(
          `INSERT INTO "public"."EndedSession" ("id", "userId") VALUES ('sess_' || $1, $1)`,
          user,
        ),
      "session_ended",
      "UNAUTHORIZED",
    ],
    [
      "the organization is deleted",
      () =>
        mirror(`UPDATE "public"."Organization" SET "deleted" = true WHERE "id" = $1`, organization),
      "membership_removed",
      "FORBIDDEN",
    ],
  ])("when %s", async (_, revoke, appCode, code) => {
    await mirrorWatcher();
    const stream = await watchTasks();
    await stream.next();
    await revoke();
    // Sooner than it looks by itself.
    await expect(stream.next(5_000)).rejects.toMatchObject({ code, cause: { code: appCode } });
    const [refused] = await runSql<{ outcome: string }>(
      testDatabase().ownerUrl,
      `SELECT "outcome" FROM "public"."AuditEvent" WHERE "action" = 'task.watch' AND "actorId" = $1`,
      [user],
    );
    expect(refused?.outcome).toBe(appCode);
  });
});

it("a stream that has nothing to deliver is refused all the same", async () => {
  await mirrorWatcher();
  const stream = await watchTasks();
  const { position } = await stream.next();
  await mirror(
    `UPDATE "public"."Membership" SET "deleted" = true, "sourceVersion" = $3 WHERE "organizationId" = $1 AND "userId" = $2`,
    organization,
    user,
    later(),
  );
  expect(await outcome(watchTasks(position))).toBe("membership_removed");
});

describe("what a process serves is bounded", () => {
  it("refuses one person's too many streams, and nobody else's", async () => {
    for (let count = 0; count < streamLimit; count += 1) await (await watchTasks()).next();
    expect(await outcome(watchTasks())).toBe("rate_limited");
    const other = watcher(60_000, `user_other${serial}`);
    await read(await other.task.watch({ projectId })).next();
  });

  it("hears on one connection, however many watch, and goes on after it was lost", async () => {
    const streams = [await watchTasks(), await watchTasks(), await watchTasks()];
    for (const stream of streams) await stream.next();
    const listening = `FROM pg_stat_activity WHERE application_name = 'gatehouse_changes' AND datname = current_database()`;
    const { adminUrl } = testDatabase();
    expect(await runSql(adminUrl, `SELECT pid ${listening}`)).toHaveLength(1);
    await runSql(adminUrl, `SELECT pg_terminate_backend(pid) ${listening}`);
    // Told to nobody.
    await colleague().task.create({ projectId, title: "unheard" });
    for (const stream of streams) expect(titlesOf(await stream.next())).toEqual(["unheard"]);
    await colleague().task.create({ projectId, title: "heard" });
    for (const stream of streams) expect(titlesOf(await stream.next())).toContain("heard");
  });

  it("ends every stream when the process does", async () => {
    const stream = await watchTasks();
    await stream.next();
    const ended = expect(stream.next()).rejects.toMatchObject({ name: "AbortError" });
    await sleep(400);
    changes().endAll();
    await ended;
  });
});
