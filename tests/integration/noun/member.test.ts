import { beforeEach, describe, expect, it } from "vitest";
import { useApplication } from "../../support/application.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { outcome, readAll } from "../../support/outcome.ts";

const testDatabase = useApplication();

let serial = 0;
let organization = "";
beforeEach(() => {
  serial += 1;
  organization = `org_m${serial}`;
});
const member = () => callerOf("user_reader", { organization });

interface Row {
  readonly id: string;
  readonly of?: string;
  readonly role?: string;
  readonly left?: boolean;
  readonly gone?: boolean;
}

async function mirror(...rows: Row[]): Promise<void> {
  for (const { id, of = organization, role = "org:member", left = false, gone = false } of rows) {
    await runSql(
      testDatabase().ownerUrl,
      `WITH person AS (INSERT INTO "public"."User" ("id", "name", "email", "imageUrl", "deleted")
           VALUES ($1, 'Name of ' || $1, $1 || '@test.test', 'https://img.test/' || $1, $5) ON CONFLICT ("id") DO UPDATE SET "deleted" = excluded."deleted"),
         tenant AS (INSERT INTO "public"."Organization" ("id") VALUES ($2) ON CONFLICT DO NOTHING)
       INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "deleted") VALUES ($2, $1, $3, $4)`,
      [id, of, role, left, gone],
    );
  }
}

describe("member.list", () => {
  it("shows the members with what is known of them, in the order of their ids", async () => {
    const [a, b] = [`user_b${serial}`, `user_a${serial}`];
    await mirror({ id: a, role: "org:admin" }, { id: b });
    expect(await member().member.list({})).toEqual({
      nextCursor: null,
      items: [
        [b, "org:member"],
        [a, "org:admin"],
      ].map(([userId, role]) => ({
        userId,
        role,
        name: `Name of ${userId}`,
        email: `${userId}@test.test`,
        imageUrl: `https://img.test/${userId}`,
      })),
    });
  });

  it("shows nobody who has left, was deleted, or belongs to another organization", async () => {
    const id = (name: string) => `user_${name}${serial}`;
    await mirror(
      { id: id("here") },
      { id: id("left"), left: true },
      { id: id("gone"), left: true, gone: true },
      { id: id("elsewhere"), of: "org_elsewhere" },
      // Here and elsewhere: shown once, with the role of here.
      { id: id("twice"), role: "org:admin" },
      { id: id("twice"), of: "org_elsewhere" },
    );
    const { items } = await member().member.list({});
    expect(items.map(({ userId, role }) => [userId, role])).toEqual([
      [id("here"), "org:member"],
      [id("twice"), "org:admin"],
    ]);
  });

  it("shows whom the mirror knows by a stub alone", async () => {
    const admin = callerOf(`user_stub${serial}`, { organization, role: "org:admin" });
    await admin.project.create({ name: "leaves a stub" });
    expect((await member().member.list({})).items).toEqual([
      { userId: `user_stub${serial}`, role: null, name: null, email: null, imageUrl: null },
    ]);
  });

  it("pages without skips and repeats while people come and go", async () => {
    const ids = Array.from(
      { length: 11 },
      (_, n) => `user_p${serial}x${String(n).padStart(2, "0")}`,
    );
    await mirror(...ids.map((id) => ({ id })));
    let page = 0;
    const { items, pages } = await readAll(
      (cursor) => member().member.list({ cursor, limit: 3 }),
      async () => {
        page += 1;
        await mirror({ id: `user_a${serial}x${page}` }); // sorts before all pages
        await runSql(
          testDatabase().ownerUrl,
          `UPDATE "public"."Membership" SET "deleted" = true WHERE "userId" = $1`,
          [ids[page * 3 - 1]], // whom the cursor names
        );
      },
    );
    expect(pages).toBe(4);
    expect(items.map(({ userId }) => userId)).toEqual(ids);
  });

  it("is searched by a part of a name or of an address, by role and by ids", async () => {
    const id = (name: string) => `user_${name}${serial}`;
    await mirror(
      { id: id("ada"), role: "org:admin" },
      { id: id("bea") },
      { id: id("ad_a") },
      { id: id("adam"), of: "org_elsewhere" },
    );
    const found = async (input: Parameters<ReturnType<typeof member>["member"]["list"]>[0]) =>
      (await member().member.list(input)).items.map(({ userId }) => userId);
    expect(await found({ search: ` OF USER_AD` })).toEqual([id("ad_a"), id("ada")]);
    expect(await found({ search: `${id("bea")}@TEST` })).toEqual([id("bea")]);
    // The characters themselves, not a pattern.
    expect(await found({ search: "%" })).toEqual([]);
    expect(await found({ search: "user_ad_a" })).toEqual([id("ad_a")]);
    expect(await found({ roles: ["org:admin"] })).toEqual([id("ada")]);
    expect(await found({ userIds: [id("bea"), id("adam"), "user_nobody"] })).toEqual([id("bea")]);
  });

  it.each(["name", "email", "role"] as const)(
    "sorted by %s pages both ways without skips and repeats, those without one last",
    async (sort) => {
      const ids = Array.from({ length: 7 }, (_, n) => `user_s${serial}x${n}`);
      await mirror(...ids.map((id, n) => ({ id, role: n % 2 === 0 ? "org:admin" : "org:member" })));
      const unknown = ids.slice(5);
      const { ownerUrl } = testDatabase();
      await runSql(
        ownerUrl,
        `UPDATE "public"."User" SET "name" = NULL, "email" = NULL WHERE "id" = ANY ($1)`,
        [unknown],
      );
      await runSql(
        ownerUrl,
        `UPDATE "public"."Membership" SET "role" = NULL WHERE "userId" = ANY ($1)`,
        [unknown],
      );
      for (const order of ["asc", "desc"] as const) {
        const { items } = await readAll((cursor) =>
          member().member.list({ cursor, limit: 2, sort, order }),
        );
        const known = items.slice(0, 5).map((item) => item[sort] ?? "");
        const sorted = known.toSorted();
        expect(known).toEqual(order === "asc" ? sorted : sorted.toReversed());
        expect(items.slice(5).map(({ userId }) => userId)).toEqual(unknown);
        expect(new Set(items.map(({ userId }) => userId)).size).toBe(7);
      }
    },
  );

  it("refuses a position that was written for another order, or not by this server", async () => {
    await mirror({ id: `user_a${serial}` }, { id: `user_b${serial}` });
    const { nextCursor } = await member().member.list({ limit: 1, sort: "name" });
    expect(nextCursor).not.toBeNull();
    expect(await outcome(member().member.list({ cursor: nextCursor, sort: "name" }))).toBe("done");
    expect(await outcome(member().member.list({ cursor: nextCursor, sort: "role" }))).toBe(
      "bad_input",
    );
    for (const cursor of [`user_a${serial}`, "WyJuYW1lIl0", "bm90aGluZw"])
      expect(await outcome(member().member.list({ cursor, sort: "name" }))).toBe("bad_input");
  });

  it("refuses a cursor that is no id, and pages of more than 200", async () => {
    for (const cursor of ["", "a b", "%", "x".repeat(129), "\u0000"])
      expect(await outcome(member().member.list({ cursor }))).toBe("bad_input");
    expect(await outcome(member().member.list({ limit: 201 }))).toBe("bad_input");
  });

  it("is refused without the permission, and without an organization", async () => {
    const guest = callerOf("user_guest", { organization, role: "org:guest" });
    expect(await outcome(guest.member.list({}))).toBe("permission_missing");
    expect(await outcome(callerOf("user_alone").member.list({}))).toBe("no_organization");
  });
});
