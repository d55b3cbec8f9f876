import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { syncTransaction } from "@/src/server/db/sync";
import { erasePerson, holdPeople } from "@/src/server/sync/erase";
import { readChange } from "@/src/server/sync/events";
import { finishErasures } from "@/src/server/sync/housekeeping/finish-erasures";
import { forgetInvited } from "@/src/server/sync/housekeeping/forget-invited";
import { reducePayloads } from "@/src/server/sync/housekeeping/reduce-payloads";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../../support/application.ts";
import { deliveryOf, envelopeOf, membershipData, userData } from "../../../support/deliveries.ts";
import { runSql } from "../../../support/sql.ts";

const testDatabase = useApplication();
const owner = (text: string, values?: unknown[]) =>
  runSql<Record<string, unknown>>(testDatabase().ownerUrl, text, values);
let serial = 0;
const newId = (prefix: string) => `${prefix}_erase${(serial += 1)}`;

async function deliver(type: string, data: Record<string, unknown>, timestamp?: number) {
  const id = `msg_${randomUUID()}`;
  const response = await receiveDelivery(deliveryOf(envelopeOf({ type, data, timestamp }), { id }));
  expect([type, response.status]).toEqual([type, 200]);
  return id;
}
const bury = (user: string) => deliver("user.deleted", { id: user, object: "user", deleted: true });

const stored = async (id: string) =>
  (
    await owner(
      `SELECT "payload", "reducedAt" IS NOT NULL AS reduced FROM "public"."WebhookDelivery" WHERE "id" = $1`,
      [id],
    )
  )[0];

/** A pending invitation, expiring in an hour. */
const invitation = (organization: string, overrides: Record<string, unknown> = {}) => ({
  id: newId("orginv"),
  object: "organization_invitation",
  organization_id: organization,
  email_address: "invited@example.test",
  role: "org:member",
  status: "pending",
  expires_at: Date.now() + 3_600_000,
  created_at: 1_000,
  updated_at: 1_000,
  ...overrides,
});
const addressOf = async (id: string) =>
  (await owner(`SELECT "emailAddress" FROM "public"."Invitation" WHERE "id" = $1`, [id]))[0]?.[
    "emailAddress"
  ];

describe("a person's erasure", () => {
  it("is of nobody who lives, or was never heard of", async () => {
    const user = newId("user");
    await deliver("user.created", userData(user));
    for (const id of [user, newId("user")])
      await expect(syncTransaction((sql) => erasePerson(sql, id))).rejects.toMatchObject({
        code: "GH000",
      });
  });

  it("that is larger than one transaction is due until it is finished", async () => {
    const user = newId("user");
    await deliver("user.created", userData(user));
    await owner(
      `INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "subjects", "payload")
       SELECT $1 || n, 'session.created', 'ignored', ARRAY[$1], '{"type":"session.created","data":{"city":"Oslo"}}' FROM generate_series(1, 2500) n`,
      [user],
    );
    await owner(
      `INSERT INTO "public"."Post" ("authorId", "slug", "title", "body") SELECT $1, $1 || n, 't', 'b' FROM generate_series(1, 1100) n`,
      [user],
    );
    const left = async () =>
      (
        await owner(
          `SELECT u."erasedAt" IS NOT NULL AS erased, u."name", (SELECT count(*)::int FROM "public"."Post" WHERE "authorId" = $1) AS drafts,
             (SELECT count(*)::int FROM "public"."WebhookDelivery" WHERE "subjects" @> ARRAY[$1] AND "reducedAt" IS NULL) AS payloads
           FROM "public"."User" u WHERE u."id" = $1`,
          [user],
        )
      )[0];
    await bury(user);
    // What says who they were went at once; of what may be a lot the deletion and its arrival took 1,000 each.
    expect(await left()).toMatchObject({ erased: false, name: null, drafts: 0, payloads: 502 });
    expect(await finishErasures(200)).toBe(1);
    expect(await left()).toMatchObject({ erased: true, drafts: 0, payloads: 0 });
    expect(await finishErasures()).toBe(0);
  });

  it("takes along what was being written meanwhile, and lets nothing be written after it", async () => {
    const user = newId("user");
    await deliver("user.created", userData(user));
    const write = (slug: string) =>
      `INSERT INTO "public"."Post" ("authorId", "slug", "title", "body") VALUES ('${user}', '${slug}', 't', 'b')`;
    const writer = new pg.Client({ connectionString: testDatabase().ownerUrl });
    await writer.connect();
    await writer.query("BEGIN");
    await writer.query(write(newId("slow")));
    const deletion = bury(user);
    await sleep(200); // Long enough for it to look for drafts, if it did not wait.
    await writer.query("COMMIT");
    await writer.end();
    await deletion;
    expect(await owner(`SELECT FROM "public"."Post" WHERE "authorId" = $1`, [user])).toEqual([]);
    await expect(owner(write(newId("late")))).rejects.toMatchObject({ code: "GH002" });
  });

  it("waits for a delivery about them that is being taken, and takes it along", async () => {
    const user = newId("user");
    await deliver("user.created", userData(user));
    const id = `msg_${randomUUID()}`;
    let deletion: Promise<unknown> | undefined;
    await syncTransaction(async (sql) => {
      await holdPeople(sql, null, [user]);
      await sql.query(
        `INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "subjects", "payload") VALUES ($1, 't', 'ignored', ARRAY[$2], '{}')`,
        [id, user],
      );
      deletion = bury(user);
      await sleep(300); // Long enough for it to look at the inbox, if it did not wait.
    });
    await deletion;
    expect(await stored(id)).toMatchObject({ reduced: true });
  });

  it("is waited for by what arrives", async () => {
    const user = newId("user");
    let arrival: Promise<unknown> | undefined;
    let arrived = false;
    await syncTransaction(async (sql) => {
      await holdPeople(sql, { kind: "user-deleted", id: user }, []);
      arrival = deliver("session.created", { id: "sess_1", user_id: user }).then(
        () => (arrived = true),
      );
      await sleep(300);
      expect(arrived).toBe(false);
    });
    await arrival;
    expect(arrived).toBe(true);
  });

  it("takes the addresses of open invitations along, but of verified addresses alone", async () => {
    const [user, organization] = [newId("user"), newId("org")];
    const address = (id: string, status: string) => ({
      id,
      email_address: `${id}@${user}.test`,
      verification: { status },
    });
    const addresses = [
      address("a", "verified"),
      address("b", "verified"),
      address("c", "unverified"),
    ];
    const sent = [];
    for (const email_address of [
      `A@${user}.test`,
      `b@${user}.test`,
      `c@${user}.test`,
      "other@example.test",
    ]) {
      const data = invitation(organization, { email_address });
      sent.push({ id: data.id, delivery: await deliver("organizationInvitation.created", data) });
    }
    await deliver(
      "user.created",
      userData(user, { email_addresses: addresses, primary_email_address_id: "a" }),
    );
    await bury(user);
    expect(await Promise.all(sent.map(({ id }) => addressOf(id)))).toEqual([
      null,
      null,
      `c@${user}.test`,
      "other@example.test",
    ]);
    const payloads = await Promise.all(sent.map(({ delivery }) => stored(delivery)));
    expect(payloads.map((row) => row?.["reduced"])).toEqual([true, true, false, false]);
  });

  it("takes them along too where only the mirror knew the address", async () => {
    const user = newId("user");
    const data = invitation(newId("org"), { email_address: `primary@${user}.test` });
    await deliver("organizationInvitation.created", data, 5_000);
    const addresses = [
      { id: "a", email_address: `primary@${user}.test`, verification: { status: "verified" } },
    ];
    const known = userData(user, { email_addresses: addresses, primary_email_address_id: "a" });
    const id = await deliver("user.created", known);
    await owner(`UPDATE "public"."WebhookDelivery" SET "payload" = '{}' WHERE "id" = $1`, [id]);
    await bury(user);
    expect(await addressOf(data.id)).toBeNull();
    // Sent twice: the same version brings nothing back.
    await deliver("organizationInvitation.created", data, 5_000);
    expect(await addressOf(data.id)).toBeNull();
  });

  it("does not lose what somebody else's organization was told", async () => {
    const [user, organization] = [newId("user"), newId("org")];
    const id = await deliver("organization.created", {
      id: organization,
      object: "organization",
      name: "Kept",
      created_by: user,
      public_metadata: { owner: user },
      updated_at: 1_000,
    });
    await bury(user);
    expect(await stored(id)).toMatchObject({ reduced: false, payload: { data: { name: "Kept" } } });
  });
});

describe("the address of an invitation", () => {
  it.each(["accepted", "revoked"])(
    "goes when it is %s, from what was stored before too",
    async (status) => {
      const data = invitation(newId("org"));
      const before = await deliver("organizationInvitation.created", data);
      expect(await addressOf(data.id)).toBe("invited@example.test");
      expect(await stored(before)).toMatchObject({ reduced: false });
      const closing = await deliver(`organizationInvitation.${status}`, {
        ...data,
        status,
        updated_at: 2_000,
      });
      const late = await deliver("organizationInvitation.created", data);
      expect(await addressOf(data.id)).toBeNull();
      for (const id of [before, closing, late]) {
        const row = await stored(id);
        expect(row).toMatchObject({ reduced: true });
        expect(JSON.stringify(row)).not.toContain("invited");
      }
    },
  );

  it("goes with its organization", async () => {
    const organization = newId("org");
    const data = invitation(organization);
    const id = await deliver("organizationInvitation.created", data);
    await deliver("organization.deleted", { id: organization, deleted: true });
    expect(await addressOf(data.id)).toBeNull();
    expect(await stored(id)).toMatchObject({ reduced: true });
  });

  it("goes a day after it expired, of which Clerk says nothing", async () => {
    const organization = newId("org");
    const hour = 3_600_000;
    const expired = invitation(organization, { expires_at: Date.now() - 25 * hour });
    const recent = invitation(organization, { expires_at: Date.now() - hour });
    const id = await deliver("organizationInvitation.created", expired);
    await deliver("organizationInvitation.created", recent);
    expect(await forgetInvited()).toBe(1);
    expect([await addressOf(expired.id), await addressOf(recent.id)]).toEqual([
      null,
      "invited@example.test",
    ]);
    expect(await stored(id)).toMatchObject({ reduced: true });
  });
});

it("payloads are reduced after their time, and what failed is kept for a replay", async () => {
  const insert = (status: string, days: number) =>
    owner(
      `INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "subjects", "payload", "receivedAt")
       VALUES ($1, 'session.created', $2, '{}', '{"type":"session.created","data":{"id":"sess_1","city":"Oslo"}}', now() - make_interval(days => $3))`,
      [`msg_${status}_${days}`, status, days],
    );
  for (const status of ["applied", "ignored", "rejected", "failed"])
    for (const days of [29, 31, 32, 33]) await insert(status, days);
  expect(await reducePayloads(30, 2)).toBe(9);
  expect(await reducePayloads(30, 2)).toBe(0);
  const rows = await owner(
    `SELECT "id" FROM "public"."WebhookDelivery" WHERE "id" ~ '^msg_[a-z]+_[0-9]+$' AND "payload"::text LIKE '%Oslo%' ORDER BY 1`,
  );
  expect(rows.map(({ id }) => id)).toEqual([
    "msg_applied_29",
    "msg_failed_29",
    "msg_failed_31",
    "msg_failed_32",
    "msg_failed_33",
    "msg_ignored_29",
    "msg_rejected_29",
  ]);
});

describe("a reduced payload", () => {
  const reduce = async (data: unknown) => {
    const payload = {
      object: "event",
      type: "t",
      timestamp: 5,
      instance_id: "ins_1",
      event_attributes: { ip: "1.2.3.4" },
      data,
    };
    const [row] = await owner(`SELECT app.reduce_payload($1::jsonb) AS payload`, [
      JSON.stringify(payload),
    ]);
    return row?.["payload"] as { data: Record<string, unknown> };
  };

  it("holds ids, versions and codes by their form, whatever stands in their place", async () => {
    expect(
      await reduce({ id: "user_1", updated_at: 7, status: "active", deleted: true, name: "Ann" }),
    ).toEqual({
      object: "event",
      type: "t",
      timestamp: 5,
      instance_id: "ins_1",
      data: { id: "user_1", updated_at: 7, status: "active", deleted: true },
    });
    const odd = [
      { id: "ann@example.test" },
      { nickname: "ann_lee" },
      { id: { name: "Ann" } },
      { user_id: "Ann Lee" },
      { created_at: "Ann" },
      { role: "Ann Lee" },
      { status: ["Ann"] },
      { deleted: "Ann" },
      { organization: "Ann" },
      "Ann",
      ["Ann"],
    ];
    for (const data of odd) expect([data, (await reduce(data)).data]).toEqual([data, {}]);
    expect(
      (await reduce({ public_user_data: { user_id: "user_1", first_name: "Ann" } })).data,
    ).toEqual({
      public_user_data: { user_id: "user_1" },
    });
  });

  it("still says all that the mirror takes from it, where it takes nothing personal", async () => {
    const organization = "org_1";
    const kept: [string, Record<string, unknown>][] = [
      ["organizationMembership.updated", membershipData(organization, "user_1")],
      ["organizationMembership.deleted", membershipData(organization, "user_1")],
      ["session.ended", { id: "sess_1", user_id: "user_1", status: "ended" }],
      ["user.deleted", { id: "user_1", deleted: true }],
    ];
    for (const [type, data] of kept)
      expect(readChange({ type, data: (await reduce(data)).data })).toEqual(
        readChange({ type, data }),
      );
    // Of a person it says too little to be applied: a replay must not empty their row.
    const { data } = await reduce(userData("user_1"));
    expect(() => readChange({ type: "user.updated", data })).toThrow();
  });
});
