import { beforeAll, describe, expect, it } from "vitest";
import type { UserStatus } from "@/src/access/people";
import { useApplication } from "../../support/application.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { outcome, readAll } from "../../support/outcome.ts";

const testDatabase = useApplication();
const root = () => callerOf("user_root", { platformAdmin: true });

beforeAll(async () => {
  const { ownerUrl } = testDatabase();
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."User" ("id", "name", "email", "platformRole", "banned", "deleted", "createdAt") VALUES
       ('user_root', 'Root', 'root@gatehouse.test', 'admin', false, false, '2026-03-01'),
       ('user_ann', 'Ann Ämter', 'ann@acme.test', NULL, false, false, '2026-03-02'),
       ('user_per', '100% Percy', 'percy@acme.test', NULL, true, false, '2026-03-03'),
       ('user_und', 'under_score', 'und@globex.test', NULL, false, false, '2026-03-04'),
       ('user_bsl', 'back\\slash', 'bsl@globex.test', NULL, false, false, '2026-03-05'),
       ('user_del', NULL, NULL, NULL, false, true, '2026-03-06')`,
  );
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."Organization" ("id", "name", "slug", "deleted", "createdAt") VALUES
       ('org_acme', 'Acme', 'acme', false, '2026-03-01'), ('org_globex', 'Globex 100%', 'globex', false, '2026-03-02'),
       ('org_old', NULL, NULL, true, '2026-03-03')`,
  );
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "deleted") VALUES
       ('org_acme', 'user_ann', 'org:admin', false), ('org_acme', 'user_per', 'org:member', false), ('org_globex', 'user_ann', 'org:member', false),
       ('org_globex', 'user_und', 'org:admin', true), ('org_old', 'user_ann', 'org:admin', true)`,
  );
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."Post" ("authorId", "slug", "title", "body", "status", "publishedAt") VALUES
       ('user_ann', 'a', 'a', '', 'draft', NULL), ('user_ann', 'b', 'b', '', 'published', now())`,
  );
});

const users = async (search: string) =>
  (await root().admin.users({ search })).items.map(({ id }) => id);
const organizations = async (search: string) =>
  (await root().admin.organizations({ search })).items.map(({ id }) => id);

describe("admin.users", () => {
  it("lists everyone, newest first, with what the platform knows", async () => {
    expect(await users("")).toEqual(
      ["del", "bsl", "und", "per", "ann", "root"].map((name) => `user_${name}`),
    );
    const [ann] = (await root().admin.users({ search: "user_ann" })).items;
    expect(ann).toEqual({
      id: "user_ann",
      name: "Ann Ämter",
      email: "ann@acme.test",
      imageUrl: null,
      platformRole: null,
      banned: false,
      locked: false,
      deleted: false,
      createdAt: new Date("2026-03-02T00:00:00Z"),
      organizations: 2, // those she has left do not count
    });
    expect((await root().admin.users({ search: "percy" })).items).toMatchObject([{ banned: true }]);
    expect((await root().admin.users({ search: "user_del" })).items).toMatchObject([
      { deleted: true, name: null, organizations: 0 },
    ]);
  });

  it("finds by name, address and id, in any letter case", async () => {
    expect(await users("ANN@ACME")).toEqual(["user_ann"]);
    expect(await users("  äMTER ")).toEqual(["user_ann"]);
    expect(await users("acme.test")).toEqual(["user_per", "user_ann"]);
    expect(await users("USER_ROOT")).toEqual(["user_root"]);
    expect(await users("nobody")).toEqual([]);
  });

  it("takes %, _ and \\ for what they are", async () => {
    expect(await users("%")).toEqual(["user_per"]);
    expect(await users("0% p")).toEqual(["user_per"]);
    expect(await users("r_s")).toEqual(["user_und"]);
    expect(await users("a_n")).toEqual([]);
    expect(await users("\\")).toEqual(["user_bsl"]);
    expect(await users("k\\s")).toEqual(["user_bsl"]);
    expect(await users("' OR 1=1 --")).toEqual([]);
  });

  it("keeps those of a status, from either end", async () => {
    const those = async (status: UserStatus) =>
      (await root().admin.users({ status, order: "oldest" })).items.map(({ name }) => name);
    expect(await those("active")).toEqual(["Root", "Ann Ämter", "under_score", "back\\slash"]);
    expect(await those("administrator")).toEqual(["Root"]);
    expect(await those("banned")).toEqual(["100% Percy"]);
    expect(await those("locked")).toEqual([]);
    expect(await those("deleted")).toEqual([null]);
    const { items, pages } = await readAll((cursor) =>
      root().admin.users({ order: "oldest", cursor, limit: 2 }),
    );
    expect(pages).toBe(3);
    expect(items.map(({ id }) => id)).toEqual([...(await users(""))].reverse());
  });

  it("pages through a search without skips and repeats while people sign up", async () => {
    const { ownerUrl } = testDatabase();
    await runSql(
      ownerUrl,
      `INSERT INTO "public"."User" ("id", "email", "createdAt")
       SELECT 'user_n' || n, 'n' || n || '@many.test', timestamptz '2026-02-01' + (n / 3) * interval '1 millisecond' FROM generate_series(1, 14) n`,
    );
    let signedUp = 0;
    const { items, pages } = await readAll(
      (cursor) => root().admin.users({ search: "MANY.test", cursor, limit: 4 }),
      async () => {
        signedUp += 1;
        await runSql(ownerUrl, `INSERT INTO "public"."User" ("id", "email") VALUES ($1, $2)`, [
          `user_late${signedUp}`,
          `late${signedUp}@many.test`,
        ]);
      },
    );
    expect(pages).toBe(4);
    expect(items.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: 14 }, (_, n) => `user_n${n + 1}`).sort(),
    );
    await runSql(ownerUrl, `DELETE FROM "public"."User" WHERE "email" LIKE '%@many.test'`);
  });
});

describe("admin.organizations", () => {
  it("lists every one, newest first, with its members", async () => {
    const { items } = await root().admin.organizations({});
    expect(items.map(({ id, members, deleted }) => [id, members, deleted])).toEqual([
      ["org_old", 0, true],
      ["org_globex", 1, false],
      ["org_acme", 2, false],
    ]);
  });

  it("finds by name, slug and id, literally and in any letter case", async () => {
    expect(await organizations("ACM")).toEqual(["org_acme"]);
    expect(await organizations("org_old")).toEqual(["org_old"]);
    expect(await organizations("%")).toEqual(["org_globex"]);
    expect(await organizations("a_me")).toEqual([]);
  });

  it("keeps those of a status, from either end", async () => {
    const { items } = await root().admin.organizations({ status: "active", order: "oldest" });
    expect(items.map(({ id }) => id)).toEqual(["org_acme", "org_globex"]);
    const deleted = await root().admin.organizations({ status: "deleted" });
    expect(deleted.items.map(({ id }) => id)).toEqual(["org_old"]);
  });

  it("pages", async () => {
    const { items, pages } = await readAll((cursor) =>
      root().admin.organizations({ cursor, limit: 1 }),
    );
    expect(pages).toBe(3);
    expect(items.map(({ id }) => id)).toEqual(["org_old", "org_globex", "org_acme"]);
  });
});

describe("admin.counts", () => {
  it("counts who and what is there; tombstones and drafts are not", async () => {
    expect(await root().admin.counts()).toEqual({
      users: 5,
      organizations: 2,
      memberships: 3,
      publishedPosts: 1,
    });
  });
});

describe("the audit trail of administrators", () => {
  const trail = () =>
    runSql(
      testDatabase().ownerUrl,
      `SELECT "action", "actorId", "impersonatorId", "outcome", "requestId" IS NOT NULL AS traced
       FROM "public"."AuditEvent" WHERE "chainId" = 'admin' ORDER BY "sequence"`,
    );

  it("has a row for every call, queries too, and for every one that was refused", async () => {
    const before = (await trail()).length;
    await root().admin.users({ search: "ann" });
    await root().admin.organizations({});
    await root().admin.counts();
    const refused = [
      () => callerOf("user_ann").admin.users({}),
      () => callerOf("user_root", { platformAdmin: true, impersonatorId: "user_x" }).admin.counts(),
    ];
    for (const call of refused) expect(await outcome(call())).toBe("not_administrator");
    const row = { actorId: "user_root", impersonatorId: null, outcome: "done", traced: true };
    expect((await trail()).slice(before)).toEqual([
      { ...row, action: "admin.users" },
      { ...row, action: "admin.organizations" },
      { ...row, action: "admin.counts" },
      { ...row, action: "admin.users", actorId: "user_ann", outcome: "not_administrator" },
      { ...row, action: "admin.counts", impersonatorId: "user_x", outcome: "not_administrator" },
    ]);
  });

  it("shows nothing to an administrator whose row could not be written", async () => {
    const { ownerUrl } = testDatabase();
    await runSql(ownerUrl, "REVOKE EXECUTE ON FUNCTION app.audit(text, text) FROM gate_admin");
    try {
      expect(await outcome(root().admin.counts())).toBe("internal");
    } finally {
      await runSql(ownerUrl, "GRANT EXECUTE ON FUNCTION app.audit(text, text) TO gate_admin");
    }
    expect(await outcome(root().admin.counts())).toBe("done");
  });
});
