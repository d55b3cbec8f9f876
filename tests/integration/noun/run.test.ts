import { TRPCError } from "@trpc/server";
import { beforeAll, describe, expect, it } from "vitest";
import { RunId } from "@/src/access/ids";
import { createContext } from "@/src/server/trpc/context";
import { adminProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { useApplication } from "../../support/application.ts";
import { envelopeOf, userData } from "../../support/deliveries.ts";
import { outcome, readAll } from "../../support/outcome.ts";
import { callerOf, person } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const root = () => callerOf("user_root", { platformAdmin: true });
const own = (sql: string, values: unknown[] = []) => runSql(testDatabase().ownerUrl, sql, values);
const named = (id: string) => ({ id: RunId.parse(id) });

beforeAll(async () => {
  await own(`INSERT INTO "public"."User" ("id", "platformRole") VALUES ('user_root', 'admin')`);
});

async function ended(id: string) {
  await expect
    .poll(async () => (await root().run.get(named(id))).status, { interval: 50 })
    .toMatch(/done|failed|stopped/);
  return root().run.get(named(id));
}

describe("a run that an administrator asks for", () => {
  it("is theirs, begins with the commit, and does what it says", async () => {
    const envelope = envelopeOf({ type: "user.updated", data: userData("user_late") });
    await own(
      `INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "payload") VALUES ('msg_1', 'user.updated', 'failed', $1)`,
      [envelope],
    );
    const asked = await root().run.start({ kind: "replay", scope: "failed" });
    expect(asked).toMatchObject({
      kind: "replay",
      scope: "failed",
      status: "waiting",
      startedBy: "user_root",
      dryRun: false,
      confirmed: false,
    });
    expect(await ended(asked.id)).toMatchObject({
      status: "done",
      done: 1,
      found: expect.arrayContaining([
        expect.objectContaining({ verdict: "applied", count: 1 }),
      ]) as unknown,
    });
    expect(await own(`SELECT "name" FROM "public"."User" WHERE "id" = 'user_late'`)).toEqual([
      { name: "Ada Lovelace" },
    ]);
  });

  it.each([
    { kind: "replay", scope: "all" },
    { kind: "reconcile", scope: "failed" },
    { kind: "replay", scope: "failed", dryRun: true },
    { kind: "reconcile", scope: "user_x; DROP" },
  ] as const)("is refused as %j", async (input) => {
    expect(await outcome(root().run.start(input))).toBe("bad_input");
  });

  it("is nobody else's to ask for", async () => {
    const anybody = callerOf("user_1", { organization: "org_1", role: "org:admin" });
    expect(await outcome(anybody.run.start({ kind: "replay", scope: "failed" }))).toBe(
      "not_administrator",
    );
  });
});

describe("a run that stopped", () => {
  const stopped = async (status: string, error: string | null) => {
    const [row] = await own(
      `INSERT INTO "public"."SyncRun" ("kind", "scope", "status", "error", "startedBy") VALUES ('replay', 'failed', $1, $2, 'schedule') RETURNING "id"`,
      [status, error],
    );
    return named(String(row?.["id"]));
  };

  it("is begun anew, confirmed, by who confirms it", async () => {
    const before = await stopped("stopped", "too_many_tombstones");
    const next = await root().run.confirm(before);
    expect(next).toMatchObject({ confirmed: true, startedBy: "user_root", scope: "failed" });
    expect(next.id).not.toBe(before.id);
    expect(await ended(next.id)).toMatchObject({ status: "done" });
  });

  it("for another reason, or did not stop, is not confirmed", async () => {
    for (const [status, error] of [
      ["stopped", "another_instance"],
      ["done", null],
      ["failed", "too_many_tombstones"],
    ] as const)
      expect(await outcome(root().run.confirm(await stopped(status, error)))).toBe("conflict");
  });
});

it("runs are listed, newest first, in pages", async () => {
  const { items } = await readAll((cursor) => root().run.list({ cursor, limit: 2 }));
  const all = await own(`SELECT "id" FROM "public"."SyncRun" ORDER BY "createdAt" DESC, "id" DESC`);
  expect(items.map(({ id }) => ({ id }))).toEqual(all);
});

describe("what a call hands over for after its commit", () => {
  const done: string[] = [];
  const calls = router({
    works: adminProcedure.mutation(({ ctx }) => ctx.afterCommit(() => void done.push("works"))),
    fails: adminProcedure.mutation(({ ctx }) => {
      ctx.afterCommit(() => void done.push("fails"));
      throw new TRPCError({ code: "BAD_REQUEST" });
    }),
    asks: adminProcedure.query(({ ctx }) => ctx.afterCommit(() => void done.push("asks"))),
  }).createCaller(createContext(person("user_root", { platformAdmin: true })));

  it("is begun when it is committed, and never otherwise or by a query", async () => {
    await calls.works();
    expect(await outcome(calls.fails())).toBe("bad_input");
    expect(await outcome(calls.asks())).toBe("internal");
    expect(done).toEqual(["works"]);
  });
});
