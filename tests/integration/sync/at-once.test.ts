import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { syncTransaction } from "@/src/server/db/sync";
import { takeDelivery } from "@/src/server/sync/inbox";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../support/application.ts";
import {
  deliveryOf,
  envelopeOf,
  membershipData,
  organizationData,
  userData,
} from "../../support/deliveries.ts";
import { applySaid, type Said } from "../../support/orders.ts";
import { runSql } from "../../support/sql.ts";

// Workers that are at the same rows at once.

const testDatabase = useApplication({ DATABASE_POOL_MAX: "24" });
let serial = 0;

const read = <R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> =>
  runSql<R>(testDatabase().ownerUrl, text, values);

const deliver = (said: Said): Promise<string> =>
  takeDelivery({ id: `msg_${(serial += 1)}`, envelope: { object: "event", ...said } });

const apply = (said: Said): Promise<boolean> => syncTransaction((sql) => applySaid(sql, said));

const membership = (of: string, user: string, what: string, created: number, at: number): Said => ({
  type: `organizationMembership.${what}`,
  data: membershipData(of, user, { created_at: created, updated_at: at, role: `org:r${at}` }),
  timestamp: at,
});

describe("several workers", () => {
  it("at one delivery: one applies it, the others wait and find it done", async () => {
    const body = envelopeOf({ type: "user.created", data: userData("user_same"), timestamp: 1000 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => receiveDelivery(deliveryOf(body, { id: "msg_same" }))),
    );
    const outcomes = await Promise.all(answers.map((answer) => answer.json()));
    expect(outcomes.map((outcome) => JSON.stringify(outcome)).toSorted()).toEqual([
      `{"outcome":"applied"}`,
      ...Array.from({ length: 19 }, () => `{"outcome":"duplicate"}`),
    ]);
    expect(
      await read(
        `SELECT "status", "attempts" FROM "public"."WebhookDelivery" WHERE "id" = 'msg_same'`,
      ),
    ).toEqual([{ status: "applied", attempts: 1 }]);
  });

  it("at one person: whoever comes last, the last version stays", async () => {
    const versions = Array.from({ length: 40 }, (_, at) => 1000 + at);
    const shuffled = versions.toSorted((a, b) => ((a * 7) % 41) - ((b * 7) % 41));
    await Promise.all(
      shuffled.map((at) =>
        deliver({
          type: "user.updated",
          data: userData("user_one", { first_name: `v${at}`, last_name: null, updated_at: at }),
          timestamp: at,
        }),
      ),
    );
    expect(await read(`SELECT "name" FROM "public"."User" WHERE "id" = 'user_one'`)).toEqual([
      { name: "v1039" },
    ]);
  });

  it("at two organizations that swap their slugs, over and over: none waits in a circle", async () => {
    const rename = (id: string, at: number, slug: string) =>
      deliver({
        type: "organization.updated",
        data: organizationData(id, { updated_at: at, slug }),
        timestamp: at,
      });
    const swaps = Array.from({ length: 30 }, (_, turn) => [
      rename("org_swapa", 100 + turn, turn % 2 === 0 ? "left" : "right"),
      rename("org_swapb", 100 + turn, turn % 2 === 0 ? "right" : "left"),
    ]);
    await Promise.all(swaps.flat());
    const text = `SELECT "id", "slug" FROM "public"."Organization" WHERE "id" LIKE 'org_swap%' ORDER BY "id"`;
    expect(await read(text)).toEqual([
      { id: "org_swapa", slug: "right" },
      { id: "org_swapb", slug: "left" },
    ]);
  });

  it("at people and organizations that share members: none waits in a circle, and no dead one has a member", async () => {
    const ids = Array.from({ length: 8 }, (_, number) => number);
    const joined = ids.flatMap((user) =>
      ids.flatMap((org) => [
        membership(`org_c${org}`, `user_c${user}`, "created", 10, 10),
        membership(`org_c${org}`, `user_c${user}`, "updated", 10, 20),
        ...((user + org) % 3 === 0
          ? [membership(`org_c${org}`, `user_c${user}`, "deleted", 10, 30)]
          : []),
      ]),
    );
    const deleted = ids.slice(0, 5).flatMap((id): Said[] => [
      { type: "user.deleted", data: { id: `user_c${id}`, deleted: true }, timestamp: 50 },
      {
        type: "organization.deleted",
        data: { id: `org_c${7 - id}`, deleted: true },
        timestamp: 50,
      },
    ]);
    const changed = ids.map((id): Said => ({
      type: "user.updated",
      data: userData(`user_c${id}`, { updated_at: 40 }),
      timestamp: 40,
    }));
    const all = [...joined, ...changed, ...deleted, ...deleted];
    const shuffled = all.map((said, at) => ({ said, at: (at * 37) % all.length }));
    shuffled.sort((a, b) => a.at - b.at);
    // A deadlock would reject one of these.
    await Promise.all(shuffled.map(({ said }) => deliver(said)));
    const live = await read<{ pair: string }>(
      `SELECT "organizationId" || ' ' || "userId" AS pair FROM "public"."Membership" WHERE NOT "deleted" AND "userId" LIKE 'user_c%' ORDER BY 1`,
    );
    const expected = ids.flatMap((user) =>
      ids.flatMap((org) =>
        user > 4 && org < 3 && (user + org) % 3 !== 0 ? [`org_c${org} user_c${user}`] : [],
      ),
    );
    expect(live.map(({ pair }) => pair)).toEqual(expected.toSorted());
  });
});

describe("a deletion locks the memberships", () => {
  it.each([
    ["user.deleted", "user_lock", ["org_lockb", "org_locka"], ["user_lock"]],
    ["organization.deleted", "org_lock", ["org_lock"], ["user_lockb", "user_locka"]],
  ] as const)(
    "in one order, whichever was written first: %s",
    async (type, id, organizations, users) => {
      // In the table they lie the other way round.
      for (const of of organizations)
        for (const user of users) await apply(membership(of, user, "created", 10, 10));
      const [first = "", later = ""] = (id === "user_lock" ? organizations : users).toReversed();
      const column = id === "user_lock" ? "organizationId" : "userId";
      const pair = `SELECT FROM "public"."Membership" WHERE "${column}" = $1`;
      const holder = new pg.Client({ connectionString: testDatabase().ownerUrl });
      await holder.connect();
      try {
        await holder.query("BEGIN");
        await holder.query(`${pair} FOR UPDATE`, [first]);
        const deletion = apply({ type, data: { id, deleted: true }, timestamp: 50 });
        await sleep(300); // Long enough to reach the first of its memberships, which is held.
        const free = await read(`${pair} FOR UPDATE SKIP LOCKED`, [later]);
        await holder.query("ROLLBACK");
        await deletion;
        expect(free).toHaveLength(1);
      } finally {
        await holder.end();
      }
    },
  );
});

describe("an invitation that is being written", () => {
  it("is taken along by its organization's deletion, which waits for it", async () => {
    let deletion: Promise<boolean> | undefined;
    await apply({
      type: "organization.created",
      data: organizationData("org_inviting"),
      timestamp: 1,
    });
    await syncTransaction(async (sql) => {
      await applySaid(sql, {
        type: "organizationInvitation.created",
        data: {
          id: "orginv_race",
          organization_id: "org_inviting",
          email_address: "guest@example.test",
          status: "pending",
          created_at: 5,
          updated_at: 5,
        },
        timestamp: 5,
      });
      deletion = apply({
        type: "organization.deleted",
        data: { id: "org_inviting", deleted: true },
        timestamp: 50,
      });
      await sleep(200); // Long enough to reach the lock that it has to wait for.
    });
    await deletion;
    const text = `SELECT "status", "emailAddress" FROM "public"."Invitation" WHERE "id" = 'orginv_race'`;
    expect(await read(text)).toEqual([{ status: "revoked", emailAddress: null }]);
  });
});
