import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "@/src/access/errors";
import { openDatabase, type Database } from "@/src/server/db/prisma";
import { mapFault } from "@/src/server/db/refusal";
import { runInScope, Scope } from "@/src/server/db/scope";
import { useApplication } from "../../support/application.ts";
import { nowSeconds } from "../../support/principals.ts";
import { runScoped } from "../../support/scoped.ts";
import { runSql } from "../../support/sql.ts";
import { startWireProxy, type Message } from "./wire-proxy.ts";

const testDatabase = useApplication();
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function scopeOf(user: string, write = false): Scope {
  return new Scope({ gate: "user", user, issuedAt: nowSeconds(), write });
}
const anyone = scopeOf("user_any");

async function open(
  options: { url?: string; max?: number; namedStatements?: boolean } = {},
): Promise<Database> {
  const { url = testDatabase().loginUrl, max = 1, namedStatements = true } = options;
  const opened = openDatabase({ connectionString: url, max, namedStatements });
  ends.push(() => opened.close());
  await opened.pool.check();
  return opened;
}

async function openWatched(options: { max?: number; namedStatements?: boolean } = {}) {
  const proxy = await startWireProxy(testDatabase().loginUrl);
  ends.push(() => proxy.close());
  const opened = await open({ ...options, url: proxy.url });
  proxy.take();
  return { ...opened, take: () => proxy.take() };
}

const types = (messages: Message[]): string => messages.map(({ type }) => type).join("");
const pidOf = async ({ pool }: Database, scope = anyone): Promise<unknown> =>
  (await runScoped(pool, scope, "SELECT pg_backend_pid() AS pid")).rows;

/** The code of the closed union that a raw error of the database comes down to. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(() => new Error("done"), mapFault);
  return error instanceof AppError ? error.code : String(error);
}

describe("one round trip", () => {
  // P parse, B bind, E execute, D describe; S ends the trip. Q would be the simple protocol, H a flush.
  it("for entry and statement, with values and without", async () => {
    const { pool, take } = await openWatched();
    await runScoped(pool, anyone, "SELECT $1::int", [1]);
    expect(types(take())).toBe("PBEPBDES");
    await runScoped(pool, anyone, "SELECT $1::int", [1]);
    expect(types(take())).toBe("BEBDES");
    const bare = await runInScope(anyone, () => pool.query({ text: "SELECT 7 AS seven" }));
    expect(bare.rows).toEqual([{ seven: 7 }]);
    expect(types(take())).toBe("BEPBDES");
  });

  it("for what Prisma sends, and when the statement or the entry fails", async () => {
    const { pool, prisma, take } = await openWatched();
    await runInScope(anyone, async () => {
      await prisma.post.findMany({ where: { title: "none" } });
    });
    expect(types(take())).toBe("PBEPBDES");
    await expect(runScoped(pool, anyone, "SELECT 1/0")).rejects.toMatchObject({ code: "22012" });
    expect(types(take())).toBe("BEPBDES");
    const nobody = new Scope({ gate: "user" });
    await expect(runScoped(pool, nobody, "SELECT 1")).rejects.toMatchObject({ code: "GH000" });
    expect(types(take())).toBe("BEPBDES");
  });

  it("for BEGIN and entry; the transaction then costs one a statement and one to end", async () => {
    const { prisma, take } = await openWatched();
    let begun = "";
    await runInScope(anyone, () =>
      prisma.$transaction(async (transaction) => {
        begun = types(take());
        await transaction.post.count();
      }),
    );
    expect(begun).toBe("PBEPBDES");
    expect(types(take()).replace(/[^SQ]/g, "")).toHaveLength(2);
  });
});

describe("the named entry statement", () => {
  const entries = (messages: Message[]) =>
    messages.filter(({ text }) => text?.includes("app.enter"));

  it("is parsed once a connection", async () => {
    const { pool, take } = await openWatched({ max: 3 });
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(
        Array.from({ length: 9 }, () => runScoped(pool, anyone, "SELECT pg_sleep(0.01)")),
      );
    }
    const sent = entries(take());
    expect(pool.totalCount).toBe(3);
    expect(sent.map(({ name }) => name)).toEqual(sent.map(() => "gatehouse_enter"));
    expect(new Set(sent.map(({ connection }) => connection)).size).toBe(3);
    expect(sent).toHaveLength(3);
  });

  it("is known to the connection although its first run was a refusal", async () => {
    const { pool, take } = await openWatched();
    const nobody = new Scope({ gate: "user" });
    await expect(runScoped(pool, nobody, "SELECT 1")).rejects.toMatchObject({ code: "GH000" });
    await runScoped(pool, anyone, "SELECT 1");
    expect(entries(take())).toHaveLength(1);
  });

  it("has no name where a pooler forbids names", async () => {
    const { pool, prisma, take } = await openWatched({ namedStatements: false });
    await runScoped(pool, anyone, "SELECT 1");
    await runInScope(anyone, () => prisma.$transaction((transaction) => transaction.post.count()));
    await runScoped(pool, anyone, "SELECT $1::int", [1]);
    const parsed = take().filter(({ type }) => type === "P");
    expect(entries(parsed)).toHaveLength(3);
    expect(new Set(parsed.map(({ name }) => name))).toEqual(new Set([""]));
  });
});

describe("an entry that fails", () => {
  it("by refusal leaves the connection to the next principal", async () => {
    const opened = await open();
    const { ownerUrl } = testDatabase();
    await runSql(
      ownerUrl,
      `INSERT INTO "public"."User" ("id", "deleted") VALUES ('user_gone', true)`,
    );
    const before = await pidOf(opened);
    const gone = scopeOf("user_gone");
    for (let time = 0; time < 3; time += 1) {
      await expect(pidOf(opened, gone)).rejects.toMatchObject({ code: "GH002" });
    }
    expect(await pidOf(opened, scopeOf("user_next"))).toEqual(before);
  });

  it("by refusal of a transaction does so too", async () => {
    const opened = await open();
    const { pool, prisma } = opened;
    const before = await pidOf(opened);
    const nobody = new Scope({ gate: "admin", user: "user_no", issuedAt: nowSeconds() });
    for (let time = 0; time < 3; time += 1) {
      const refused = runInScope(nobody, () => prisma.$transaction(async () => undefined));
      expect(await codeOf(refused)).toBe("not_administrator");
    }
    const { rows } = await runScoped(pool, scopeOf("user_next"), "SELECT app.user_id()");
    expect(rows).toEqual([{ user_id: "user_next" }]);
    expect(await pidOf(opened)).toEqual(before);
    expect(pool).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });
  });

  it("otherwise drops the connection, and serves whoever waits", async () => {
    const opened = await open();
    const before = await pidOf(opened);
    const { ownerUrl } = testDatabase();
    await runSql(ownerUrl, "ALTER FUNCTION app.enter(jsonb) RENAME TO enter_away");
    try {
      const failed = await Promise.allSettled([
        ...Array.from({ length: 4 }, () => pidOf(opened)),
        runInScope(anyone, () => opened.prisma.$transaction(async () => undefined)),
      ]);
      expect(failed.map(({ status }) => status)).toEqual(failed.map(() => "rejected"));
      expect(failed[0]).toMatchObject({ reason: { code: "42883" } });
    } finally {
      await runSql(ownerUrl, "ALTER FUNCTION app.enter_away(jsonb) RENAME TO enter");
    }
    expect(await pidOf(opened)).not.toEqual(before);
    expect(opened.pool).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });
  });
});

describe("a connection that its call has given back", () => {
  it("sends nothing more for it: it is somebody else's now", async () => {
    const { pool } = await open();
    const client = await runInScope(anyone, () => pool.connect());
    await client.query({ text: "BEGIN" });
    await client.query({ text: "ROLLBACK" });
    client.release();
    await expect(client.query({ text: "SELECT 1" })).rejects.toThrow(/has been given back/);
  });
});

describe("a connection killed", () => {
  it("while idle is replaced at the next use", async () => {
    const opened = await open();
    const [row] = (await runScoped(opened.pool, anyone, "SELECT pg_backend_pid() AS pid")).rows as {
      pid: number;
    }[]; // of the statement above
    await runSql(testDatabase().adminUrl, "SELECT pg_terminate_backend($1, 2000)", [row?.pid]);
    await expect.poll(() => opened.pool.totalCount).toBe(0);
    expect(await pidOf(opened)).not.toEqual([row]);
  });
});

describe("more callers than connections", () => {
  it("are all served", async () => {
    const { pool } = await open({ max: 2 });
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const scope = scopeOf(`user_${index}`);
        return (await runScoped(pool, scope, "SELECT app.user_id() AS id, pg_sleep(0.005)"))
          .rows as { id: string }[]; // of the statement above
      }),
    );
    expect(answers.map(([row]) => row?.id)).toEqual(answers.map((_, index) => `user_${index}`));
    expect(pool).toMatchObject({ totalCount: 2, idleCount: 2, waitingCount: 0 });
  });

  it("are told to come back when none is free for five seconds", async () => {
    const { pool, prisma } = await open();
    const busy = runScoped(pool, anyone, "SELECT pg_sleep(6.5)");
    const started = Date.now();
    const codes = await Promise.all([
      codeOf(runScoped(pool, anyone, "SELECT 1")),
      codeOf(runInScope(anyone, async () => prisma.post.count())),
      codeOf(runInScope(anyone, () => prisma.$transaction(async () => undefined))),
    ]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(4_900);
    expect(codes).toEqual(["unavailable", "unavailable", "unavailable"]);
    await busy;
    expect(await codeOf(runScoped(pool, anyone, "SELECT 1"))).toBe("Error: done");
    expect(pool).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });
  });
});
