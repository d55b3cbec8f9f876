import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { PostId } from "@/src/access/ids";
import { createCaller } from "@/src/server/trpc/caller";
import { createAnonymousContext } from "@/src/server/trpc/context";
import { useApplication } from "../../support/application.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { outcome, readAll, refusal } from "../../support/outcome.ts";

const testDatabase = useApplication();

const visitor = () => createCaller(createAnonymousContext());
let serial = 0;
let authorId = "";
beforeEach(async () => {
  serial += 1;
  authorId = `user_w${serial}`;
  await runSql(
    testDatabase().ownerUrl,
    `INSERT INTO "public"."User" ("id", "name", "email", "imageUrl", "platformRole") VALUES ($1, 'Wanda Writer', $2, 'https://img.test/w', 'admin')`,
    [authorId, `wanda${serial}@private.test`],
  );
  await runSql(testDatabase().ownerUrl, `DELETE FROM "public"."Post"`);
});
const author = () => callerOf(authorId);
const other = () => callerOf("user_other");
const publicSlugs = async () =>
  (await visitor().post.published({ limit: 100 })).items.map(({ slug }) => slug);

describe("a post", () => {
  it("is a draft of the caller's until it is published, and again when it is withdrawn", async () => {
    const draft = await author().post.create({ title: "  Über uns & more! ", body: "text" });
    expect(draft).toMatchObject({ title: "Über uns & more!", status: "draft", publishedAt: null });
    expect(draft.slug).toMatch(/^u-?ber-uns-more-[0-9a-f]{8}$/);
    const isHidden = async () => {
      expect(await publicSlugs()).toEqual([]);
      expect(await outcome(visitor().post.bySlug({ slug: draft.slug }))).toBe("not_found");
      expect((await author().post.mine({})).items.map(({ id }) => id)).toEqual([draft.id]);
    };
    await isHidden();
    const published = await author().post.publish({ id: draft.id, published: true });
    expect(published).toMatchObject({ slug: draft.slug, status: "published" });
    expect(published.publishedAt).toBeInstanceOf(Date);
    expect(await publicSlugs()).toEqual([draft.slug]);
    expect(await visitor().post.bySlug({ slug: draft.slug })).toMatchObject({ body: "text" });
    expect(await author().post.publish({ id: draft.id, published: false })).toEqual(draft);
    await isHidden();
  });

  it("keeps its address when it is changed, and is changed for all when published", async () => {
    const { id, slug } = await author().post.create({ title: "One", body: "first" });
    await author().post.publish({ id, published: true });
    const updated = await author().post.update({ id, title: "Two", body: "second" });
    expect(updated).toMatchObject({ id, slug, title: "Two", body: "second", status: "published" });
    expect(await visitor().post.bySlug({ slug })).toMatchObject({ title: "Two", body: "second" });
  });

  it("is gone when it is deleted", async () => {
    const { id, slug } = await author().post.create({ title: "One", body: "" });
    await author().post.publish({ id, published: true });
    expect(await author().post.delete({ id })).toEqual({ id });
    expect(await publicSlugs()).toEqual([]);
    expect(await outcome(visitor().post.bySlug({ slug }))).toBe("not_found");
    expect(await outcome(author().post.update({ id, title: "x", body: "" }))).toBe("not_found");
    expect(await outcome(author().post.delete({ id }))).toBe("not_found");
  });

  it.each([false, true])("of another author is as if absent (published: %s)", async (published) => {
    const before = await author().post.create({ title: "Hers", body: "hers" });
    const hers = await author().post.publish({ id: before.id, published });
    const absent = PostId.parse(randomUUID());
    const calls = [
      (id: PostId) => other().post.update({ id, title: "Mine", body: "mine" }),
      (id: PostId) => other().post.publish({ id, published: !published }),
      (id: PostId) => other().post.publish({ id, published }),
      (id: PostId) => other().post.delete({ id }),
    ];
    for (const call of calls) {
      expect(await outcome(call(hers.id))).toBe("not_found");
      expect(await refusal(call(hers.id))).toBe(await refusal(call(absent)));
    }
    expect((await other().post.mine({})).items).toEqual([]);
    expect((await author().post.mine({})).items).toEqual([hers]);
  });

  it("is written by nobody who is signed out", async () => {
    const { id } = await author().post.create({ title: "Hers", body: "hers" });
    const calls = [
      visitor().post.mine({}),
      visitor().post.create({ title: "x", body: "" }),
      visitor().post.update({ id, title: "x", body: "" }),
      visitor().post.publish({ id, published: true }),
      visitor().post.delete({ id }),
    ];
    for (const call of calls) expect(await outcome(call)).toBe("signed_out");
  });
});

describe("what the public sees", () => {
  it("of an author is the name and the picture, and nothing else", async () => {
    const { id, slug } = await author().post.create({ title: "One", body: "text" });
    await author().post.publish({ id, published: true });
    const list = await visitor().post.published({});
    const one = await visitor().post.bySlug({ slug });
    const shown = { name: "Wanda Writer", imageUrl: "https://img.test/w" };
    expect([...list.items, one].map((post) => post.author)).toEqual([shown, shown]);
    const text = JSON.stringify([list, one]);
    for (const secret of ["@private.test", authorId, "platformRole", "draft"])
      expect(text).not.toContain(secret);
  });

  it("of an author who was deleted or is not mirrored yet is the post, without a name", async () => {
    const { id, slug } = await author().post.create({ title: "One", body: "text" });
    await author().post.publish({ id, published: true });
    await runSql(
      testDatabase().ownerUrl,
      `UPDATE "public"."User" SET "deleted" = true, "name" = NULL, "imageUrl" = NULL WHERE "id" = $1`,
      [authorId],
    );
    const late = callerOf(`user_late${serial}`);
    const lates = await late.post.create({ title: "Late", body: "text" });
    await late.post.publish({ id: lates.id, published: true });
    const nameless = { name: null, imageUrl: null };
    expect((await visitor().post.bySlug({ slug })).author).toEqual(nameless);
    expect((await visitor().post.published({})).items.map((post) => post.author)).toEqual([
      nameless,
      nameless,
    ]);
  });

  it("of a long text in a list is its beginning", async () => {
    const body = "word ".repeat(200).trim();
    const { id } = await author().post.create({ title: "Long", body });
    await author().post.publish({ id, published: true });
    const [item] = (await visitor().post.published({})).items;
    expect(item).not.toHaveProperty("body");
    expect(item?.excerpt).toMatch(/^word( word)+…$/);
    expect(item?.excerpt.length).toBeLessThanOrEqual(221);
  });
});

describe("pages", () => {
  async function insertPosts(count: number, status: "draft" | "published"): Promise<void> {
    await runSql(
      testDatabase().ownerUrl,
      `INSERT INTO "public"."Post" ("authorId", "slug", "title", "body", "status", "createdAt", "publishedAt")
       SELECT $1, $2 || '-' || n, 'title', 'body', $2, at, CASE WHEN $2 = 'published' THEN at END
       FROM generate_series(1, $3::int) n, LATERAL (SELECT timestamptz '2026-01-01' + (n / 4) * interval '1 millisecond' AS at) t`,
      [authorId, status, count],
    );
  }
  const slugs = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${name}-${n + 1}`).sort();

  it("of published posts skip and repeat none while others publish, and hold no draft", async () => {
    await insertPosts(17, "published");
    await insertPosts(9, "draft");
    const { items, pages } = await readAll(
      (cursor) => visitor().post.published({ cursor, limit: 3 }),
      async () => {
        const { id } = await author().post.create({ title: "Fresh", body: "" });
        await author().post.publish({ id, published: true });
      },
    );
    expect(pages).toBe(6);
    expect(items.map(({ slug }) => slug).sort()).toEqual(slugs("published", 17));
  });

  it("of one's own posts hold drafts and published ones, and nobody else's", async () => {
    await insertPosts(6, "published");
    await insertPosts(5, "draft");
    await other().post.create({ title: "Not hers", body: "" });
    const { items } = await readAll(
      (cursor) => author().post.mine({ cursor, limit: 4 }),
      () => author().post.create({ title: "Fresh", body: "" }),
    );
    expect(items.map(({ slug }) => slug).sort()).toEqual(
      [...slugs("draft", 5), ...slugs("published", 6)].sort(),
    );
  });
});
