import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { syncTransaction } from "@/src/server/db/sync";
import { applyChange, type Evidence } from "@/src/server/sync/apply";
import { readChange } from "@/src/server/sync/events";
import { useApplication } from "../../support/application.ts";
import { membershipData, organizationData, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

// By what one version of a row is greater than another: each part of it alone.

const testDatabase = useApplication();
let serial = 0;

function changeOf(type: string, data: Record<string, unknown>) {
  const change = readChange({ type, data });
  if (!change) throw new Error(`no reader for ${type}`);
  return change;
}

async function apply(type: string, data: Record<string, unknown>, evidence: Partial<Evidence>) {
  await syncTransaction((sql) =>
    applyChange(sql, changeOf(type, data), { timestamp: 100, digest: "m", ...evidence }),
  );
}

async function column(text: string, id: string): Promise<unknown> {
  const [row] = await runSql<{ value: unknown }>(testDatabase().ownerUrl, text, [id]);
  return row?.value;
}

interface Version {
  readonly updated_at?: number;
  readonly created_at?: number;
  readonly evidence?: Partial<Evidence>;
}

const subjects = {
  user: {
    apply: (id: string, mark: string, { updated_at = 50, evidence = {} }: Version) =>
      apply(
        "user.updated",
        userData(`user_${id}`, { first_name: mark, last_name: null, updated_at }),
        evidence,
      ),
    read: (id: string) =>
      column(`SELECT "name" AS value FROM "public"."User" WHERE "id" = 'user_' || $1`, id),
  },
  organization: {
    apply: (id: string, mark: string, { updated_at = 50, evidence = {} }: Version) =>
      apply(
        "organization.updated",
        organizationData(`org_${id}`, { name: mark, updated_at }),
        evidence,
      ),
    read: (id: string) =>
      column(`SELECT "name" AS value FROM "public"."Organization" WHERE "id" = 'org_' || $1`, id),
  },
  membership: {
    apply: (
      id: string,
      mark: string,
      { updated_at = 50, created_at = 40, evidence = {} }: Version,
    ) =>
      apply(
        "organizationMembership.updated",
        membershipData(`org_${id}`, `user_${id}`, { role: mark, updated_at, created_at }),
        evidence,
      ),
    read: (id: string) =>
      column(
        `SELECT "role" AS value FROM "public"."Membership" WHERE "userId" = 'user_' || $1`,
        id,
      ),
  },
} as const;

/** Pairs that differ in one part alone; where a later part says otherwise, it does not count. */
const pairs: [string, Version, Version][] = [
  ["Clerk's version", { updated_at: 50 }, { updated_at: 51 }],
  [
    "Clerk's version, whenever it was sent",
    { updated_at: 50, evidence: { timestamp: 900, digest: "z" } },
    { updated_at: 51, evidence: { timestamp: 100, digest: "a" } },
  ],
  ["when it was sent", { evidence: { timestamp: 100 } }, { evidence: { timestamp: 101 } }],
  [
    "when it was sent, whatever it holds",
    { evidence: { timestamp: 100, digest: "z" } },
    { evidence: { timestamp: 101, digest: "a" } },
  ],
  ["what it holds", { evidence: { digest: "a" } }, { evidence: { digest: "b" } }],
  // By code points: the order of a language would put the small letter first.
  ["what it holds, byte by byte", { evidence: { digest: "B" } }, { evidence: { digest: "a" } }],
];

describe.each(Object.entries(subjects))("the greater version of a %s", (kind, subject) => {
  const all: typeof pairs =
    kind === "membership"
      ? [
          ...pairs,
          [
            "when it was made, whatever was changed since",
            { created_at: 40, updated_at: 99 },
            { created_at: 41, updated_at: 41 },
          ],
        ]
      : pairs;

  it.each(all)("is told by %s, in either order", async (_, less, greater) => {
    for (const order of ["as they came", "the other way round"]) {
      serial += 1;
      const id = `v${serial}`;
      const versions: [string, Version][] = [
        ["less", less],
        ["greater", greater],
      ];
      if (order !== "as they came") versions.reverse();
      for (const [mark, version] of versions) await subject.apply(id, mark, version);
      expect([order, await subject.read(id)]).toEqual([order, "greater"]);
    }
  });
});

it("a membership that ended is not brought back by a version of itself, however late", async () => {
  for (const order of ["as they came", "the other way round"]) {
    const id = `e${(serial += 1)}`;
    const [user, organization] = [`user_${id}`, `org_${id}`];
    const of = (updated_at: number) => membershipData(organization, user, { updated_at });
    const events = [
      () => apply("organizationMembership.deleted", of(50), { timestamp: 100 }),
      () => apply("organizationMembership.updated", of(99), { timestamp: 900 }),
    ];
    if (order !== "as they came") events.reverse();
    for (const event of events) await event();
    const text = `SELECT "deleted" AS value FROM "public"."Membership" WHERE "userId" = $1`;
    expect([order, await column(text, user)]).toEqual([order, true]);
  }
});

describe("a deletion", () => {
  const live = (id: string) =>
    runSql(
      testDatabase().ownerUrl,
      `SELECT FROM "public"."Membership" WHERE "userId" = $1 AND NOT "deleted"`,
      [`user_${id}`],
    );

  it.each(["user", "organization"] as const)(
    "of a %s is the last word: no version is greater, and nothing personal stays",
    async (kind) => {
      const id = `d${(serial += 1)}`;
      const prefix = kind === "user" ? "user" : "org";
      await subjects[kind].apply(id, "before", {});
      await subjects.membership.apply(id, "org:admin", {});
      await apply(`${kind}.deleted`, { id: `${prefix}_${id}`, deleted: true }, {});
      expect(await subjects[kind].read(id)).toBeNull();
      expect(await live(id)).toEqual([]);
      const later = {
        updated_at: 10_000,
        created_at: 10_000,
        evidence: { timestamp: 10_000, digest: "z" },
      };
      await subjects[kind].apply(id, "after", later);
      await subjects.membership.apply(id, "org:admin", later);
      expect(await subjects[kind].read(id)).toBeNull();
      expect(await live(id)).toEqual([]);
    },
  );

  it.each(["user", "organization"] as const)(
    "of a %s waits for a membership of it that is being written, and takes it along",
    async (kind) => {
      const id = `r${(serial += 1)}`;
      await subjects.user.apply(id, "known", {});
      await subjects.organization.apply(id, "known", {});
      const membership = membershipData(`org_${id}`, `user_${id}`);
      let deletion: Promise<void> | undefined;
      await syncTransaction(async (sql) => {
        const change = changeOf("organizationMembership.created", membership);
        await applyChange(sql, change, { timestamp: 100, digest: "m" });
        const subject = kind === "user" ? `user_${id}` : `org_${id}`;
        deletion = apply(`${kind}.deleted`, { id: subject, deleted: true }, {});
        await sleep(200); // Long enough to reach the lock that it has to wait for.
      });
      await deletion;
      expect(await live(id)).toEqual([]);
    },
  );
});

describe("of a person, the mirror keeps", () => {
  it.each([
    ["admin", "admin"],
    ["Admin", null],
    [["admin"], null],
    [true, null],
    [undefined, null],
  ])("an administrator's role where Clerk's metadata says %j: %j", async (role, expected) => {
    const id = `user_m${(serial += 1)}`;
    await apply("user.updated", userData(id, { public_metadata: { role } }), {});
    const text = `SELECT "platformRole" AS value FROM "public"."User" WHERE "id" = $1`;
    expect(await column(text, id)).toBe(expected);
  });

  it.each([
    ["verified", "primary@example.test"],
    ["unverified", null],
    ["failed", null],
  ])("the primary address where it is verified: %s", async (status, expected) => {
    const id = `user_m${(serial += 1)}`;
    const address = {
      id: "idn_2",
      email_address: "primary@example.test",
      verification: { status },
    };
    const first = {
      ...address,
      id: "idn_1",
      email_address: "first@example.test",
      verification: { status: "verified" },
    };
    await apply("user.updated", userData(id, { email_addresses: [first, address] }), {});
    const text = `SELECT "email" AS value FROM "public"."User" WHERE "id" = $1`;
    expect(await column(text, id)).toBe(expected);
  });
});

it("what fails half-way leaves nothing", async () => {
  const id = "user_half";
  const failing = syncTransaction(async (sql) => {
    await applyChange(sql, changeOf("user.created", userData(id)), { timestamp: 1, digest: "m" });
    throw new Error("half-way");
  });
  await expect(failing).rejects.toThrow("half-way");
  expect(
    await column(`SELECT "id" AS value FROM "public"."User" WHERE "id" = $1`, id),
  ).toBeUndefined();
});
