import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import { createCaller } from "@/src/server/trpc/caller";
import { createAnonymousContext } from "@/src/server/trpc/context";
import { useApplication } from "../../support/application.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

/** Withdraws the author's only post after a call has read it and before the call can read the author. */
async function withdrawnDuring<T>(start: () => Promise<T>): Promise<T> {
  const { ownerUrl } = testDatabase();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`BEGIN; LOCK TABLE "public"."User" IN ACCESS EXCLUSIVE MODE`);
    const call = start();
    call.catch(() => undefined);
    const until = Date.now() + 2_500;
    const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = '"public"."User"'::regclass`;
    while ((await runSql(ownerUrl, waiting)).length === 0) {
      if (Date.now() > until) throw new Error("The call does not come to read the author.");
      await sleep(10);
    }
    await owner.query(
      `UPDATE "public"."Post" SET "status" = 'draft', "publishedAt" = NULL; COMMIT`,
    );
    return await call;
  } finally {
    await owner.end();
  }
}

it("a post that is withdrawn while it is being read is not there, and no failure", async () => {
  const visitor = createCaller(createAnonymousContext());
  const publish = () =>
    runSql(
      testDatabase().ownerUrl,
      `INSERT INTO "public"."User" ("id") VALUES ('user_w') ON CONFLICT DO NOTHING; DELETE FROM "public"."Post";
       INSERT INTO "public"."Post" ("authorId", "slug", "title", "body", "status", "publishedAt")
       VALUES ('user_w', 'only-one', 'Only one', '', 'published', now())`,
    );
  await publish();
  // The pool is checked and its connection open before the lock.
  expect((await visitor.post.published({})).items).toHaveLength(1);
  expect((await withdrawnDuring(() => visitor.post.published({}))).items).toEqual([]);
  await publish();
  await expect(
    withdrawnDuring(() => visitor.post.bySlug({ slug: "only-one" })),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});
