import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/src/server/db/prisma";
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

const anyone = new Scope({ gate: "user", user: "user_any", issuedAt: nowSeconds() });
const nobody = new Scope({ gate: "user" });
const visitor = new Scope({ gate: "public" });

/** One connection, and what is sent on it. */
async function open() {
  const proxy = await startWireProxy(testDatabase().loginUrl);
  ends.push(() => proxy.close());
  const opened = openDatabase({ connectionString: proxy.url, max: 1, namedStatements: true });
  ends.push(() => opened.close());
  // Past the first entry, which is parsed too.
  await runScoped(opened.pool, anyone, "SELECT");
  proxy.take();
  return { ...opened, take: () => proxy.take() };
}

const types = (messages: Message[]): string => messages.map(({ type }) => type).join("");
const text = "SELECT $1::int AS number";

describe("a statement", () => {
  it("is parsed once a connection, by a name, for each role", async () => {
    const { pool, take } = await open();
    const parsed: Message[] = [];
    for (const scope of [anyone, anyone, visitor, anyone, visitor]) {
      expect((await runScoped(pool, scope, text, [3])).rows).toEqual([{ number: 3 }]);
      parsed.push(...take().filter(({ type }) => type === "P"));
    }
    expect(parsed.map((message) => message.text)).toEqual([text, text]);
    expect(new Set(parsed.map(({ name }) => name)).size).toBe(2);
    expect(parsed[0]?.name).toMatch(/^gatehouse_\d+$/);
  });

  it("is parsed once in transactions too, and what ends them is not prepared", async () => {
    const { prisma, take } = await open();
    const count = () =>
      runInScope(anyone, () =>
        prisma.$transaction(async (transaction) => {
          await transaction.post.count();
        }),
      );
    await count();
    expect(types(take())).toBe("PBEBDESPBDESQ");
    await count();
    expect(types(take())).toBe("PBEBDESBDESQ");
  });

  it("is parsed when its caller is let in, although it was sent with one who was not", async () => {
    const { pool, take } = await open();
    for (let time = 0; time < 2; time += 1)
      await expect(runScoped(pool, nobody, text, [1])).rejects.toMatchObject({ code: "GH000" });
    expect((await runScoped(pool, anyone, text, [5])).rows).toEqual([{ number: 5 }]);
    expect(types(take())).toBe("BEPBDESBECPBDESBECPBDES");
    await runScoped(pool, anyone, text, [5]);
    expect(types(take())).toBe("BEBDES");
  });

  it("is parsed anew after it failed", async () => {
    const { pool } = await open();
    const divide = (by: number) => runScoped(pool, anyone, "SELECT 6 / $1::int AS part", [by]);
    for (const [by, part] of [
      [2, 3],
      [0, null],
      [0, null],
      [3, 2],
    ] as const) {
      if (part === null) await expect(divide(by)).rejects.toMatchObject({ code: "22012" });
      else expect((await divide(by)).rows).toEqual([{ part }]);
    }
    const [row] = (
      await runScoped(
        pool,
        anyone,
        "SELECT count(*)::int AS held FROM pg_prepared_statements WHERE statement LIKE '% AS part'",
      )
    ).rows as { held: number }[]; // of the statement above
    expect(row?.held).toBe(1);
  });

  it("is sent once more where a migration has changed what it answers", async () => {
    const { pool } = await open();
    const { ownerUrl } = testDatabase();
    const read = () => runScoped(pool, visitor, `SELECT * FROM "public"."Post"`);
    await read();
    await runSql(ownerUrl, `ALTER TABLE "public"."Post" ADD COLUMN "extra" int`);
    expect((await read()).fields.map(({ name }) => name)).toContain("extra");
    await runSql(ownerUrl, `ALTER TABLE "public"."Post" DROP COLUMN "extra"`);
    expect((await read()).fields.map(({ name }) => name)).not.toContain("extra");
  });

  it("is given up for others when a connection holds too many", async () => {
    const { pool } = await open();
    const select = (n: number) => runScoped(pool, anyone, `SELECT ${n} + $1::int AS sum`, [1]);
    for (let n = 0; n < 130; n += 1) expect((await select(n)).rows).toEqual([{ sum: n + 1 }]);
    expect((await select(0)).rows).toEqual([{ sum: 1 }]);
    const { rows } = await runScoped(
      pool,
      anyone,
      "SELECT count(*)::int AS held FROM pg_prepared_statements",
    );
    // With the entry.
    expect(rows).toEqual([{ held: 101 }]);
  });
});
