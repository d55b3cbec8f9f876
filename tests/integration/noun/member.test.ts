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
