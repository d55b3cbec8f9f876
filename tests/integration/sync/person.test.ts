import { describe, expect, it } from "vitest";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../support/application.ts";
import { deliveryOf, envelopeOf, membershipData, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

/** Sends an event as Clerk would, under an id of its own. */
async function deliver(
  type: string,
  data: Record<string, unknown>,
  timestamp?: number,
): Promise<void> {
  const response = await receiveDelivery(deliveryOf(envelopeOf({ type, data, timestamp })));
  expect([response.status, await response.json()]).toEqual([200, { outcome: "applied" }]);
}

const person = async (id: string) =>
  runSql(
    testDatabase().ownerUrl,
    `SELECT "email", "name", "deleted" FROM "public"."User" WHERE "id" = $1`,
    [id],
  );

const address = (id: string, status: string) => ({
  id,
  email_address: `${id}@example.test`,
  verification: { status },
});

describe("a person's address", () => {
  it.each([
    ["the primary one, wherever it stands", "b", ["verified", "verified"], "b@example.test"],
    ["none while the primary one is not verified", "a", ["unverified", "verified"], null],
    ["none where no address is primary", null, ["verified", "verified"], null],
    ["none where the primary one is not among them", "c", ["verified", "verified"], null],
  ] as const)("is %s", async (what, primary, [first, second], expected) => {
    const id = `user_${Buffer.from(what).toString("hex")}`;
    const addresses = [address("a", first), address("b", second)];
    await deliver(
      "user.created",
      userData(id, { email_addresses: addresses, primary_email_address_id: primary }),
    );
    expect(await person(id)).toMatchObject([{ email: expected }]);
  });

  it("changes when Clerk says so", async () => {
    await deliver("user.created", userData("user_moves", { updated_at: 1 }));
    await deliver(
      "user.updated",
      userData("user_moves", { primary_email_address_id: "idn_1", updated_at: 2 }),
    );
    expect(await person("user_moves")).toMatchObject([{ email: "first@example.test" }]);
  });

  it("may be absent, of any number of people", async () => {
    for (const id of ["user_phoneone", "user_phonetwo"]) {
      await deliver(
        "user.created",
        userData(id, { email_addresses: [], primary_email_address_id: null }),
      );
      expect(await person(id)).toMatchObject([{ email: null }]);
    }
  });

  it("is no identity: a new account with an old address is another person", async () => {
    await deliver("user.created", userData("user_before"));
    await deliver("user.deleted", { id: "user_before", object: "user", deleted: true });
    await deliver("user.created", userData("user_after"));
    expect(await person("user_before")).toMatchObject([{ email: null, deleted: true }]);
    expect(await person("user_after")).toMatchObject([
      { email: "primary@example.test", deleted: false },
    ]);
  });
});

it.each([
  [null, null, null],
  ["", "  ", null],
  ["Ann", null, "Ann"],
  [null, "Lee", "Lee"],
  [" Ann ", "Lee", "Ann Lee"],
])("the first name %j and the last name %j make %j", async (first, last, expected) => {
  const id = `user_${Buffer.from(`name ${first} ${last}`).toString("hex")}`;
  await deliver("user.created", userData(id, { first_name: first, last_name: last }));
  expect(await person(id)).toMatchObject([{ name: expected }]);
});

describe("deliveries about a person", () => {
  it("may say the same twice under two ids", async () => {
    await deliver("user.created", userData("user_twice"), 10);
    await deliver("user.created", userData("user_twice"), 10);
    expect(await person("user_twice")).toHaveLength(1);
  });

  it("may begin with a change", async () => {
    await deliver("user.updated", userData("user_changedfirst", { updated_at: 5 }));
    await deliver(
      "user.created",
      userData("user_changedfirst", { updated_at: 1, first_name: "Old" }),
    );
    expect(await person("user_changedfirst")).toMatchObject([{ name: "Ada Lovelace" }]);
  });

  it("may begin with the deletion, which nothing late undoes, though it carries no version", async () => {
    const gone = { id: "user_goneearly", object: "user", deleted: true };
    await deliver("user.deleted", gone, 100);
    await deliver("user.created", userData("user_goneearly", { updated_at: 1 }), 10);
    await deliver("user.updated", userData("user_goneearly", { updated_at: 9_999 }), 200);
    expect(await person("user_goneearly")).toEqual([{ email: null, name: null, deleted: true }]);
  });

  it("that delete leave the work in its place, and the row without what was personal", async () => {
    const { ownerUrl } = testDatabase();
    await deliver("user.created", userData("user_author"));
    await runSql(
      ownerUrl,
      `INSERT INTO "public"."Post" ("authorId", "slug", "title", "body", "status", "publishedAt") VALUES ('user_author', 'kept', 't', 'b', 'published', now())`,
    );
    await deliver("user.deleted", { id: "user_author", object: "user", deleted: true });
    expect(await person("user_author")).toEqual([{ email: null, name: null, deleted: true }]);
    expect(
      await runSql(ownerUrl, `SELECT "authorId" FROM "public"."Post" WHERE "slug" = 'kept'`),
    ).toEqual([{ authorId: "user_author" }]);
  });
});

it("a membership arrives, changes its role and ends as Clerk says", async () => {
  const row = () =>
    runSql(
      testDatabase().ownerUrl,
      `SELECT "role", "deleted" FROM "public"."Membership" WHERE "userId" = 'user_joins'`,
    );
  const member = (role: string, updated_at: number) =>
    membershipData("org_joined", "user_joins", { role, updated_at });
  await deliver("organizationMembership.created", member("org:member", 1));
  expect(await row()).toEqual([{ role: "org:member", deleted: false }]);
  await deliver("organizationMembership.updated", member("org:admin", 2));
  expect(await row()).toEqual([{ role: "org:admin", deleted: false }]);
  await deliver("organizationMembership.deleted", member("org:admin", 2));
  expect(await row()).toMatchObject([{ deleted: true }]);
});
