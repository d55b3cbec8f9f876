import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { syncTransaction } from "@/src/server/db/sync";
import { applyChange } from "@/src/server/sync/apply";
import { readChange } from "@/src/server/sync/events";
import { useApplication } from "../../support/application.ts";
import { membershipData, organizationData, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

interface Event {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly timestamp: number;
}

async function apply(event: Event): Promise<void> {
  const change = readChange(event);
  if (!change) throw new Error(`no reader for ${event.type}`);
  await syncTransaction((sql) =>
    applyChange(sql, change, { timestamp: event.timestamp, digest: JSON.stringify(event.data) }),
  );
}

async function rows(user: string, organization: string): Promise<unknown> {
  const { ownerUrl } = testDatabase();
  return {
    user: await runSql(
      ownerUrl,
      `SELECT "email", "name", "platformRole", "banned", "deleted", "sourceVersion"::int FROM "public"."User" WHERE "id" = $1`,
      [user],
    ),
    organization: await runSql(
      ownerUrl,
      `SELECT "name", "slug", "deleted", "sourceVersion"::int FROM "public"."Organization" WHERE "id" = $1`,
      [organization],
    ),
    membership: await runSql(
      ownerUrl,
      `SELECT "membershipId", "role", "deleted", "sourceCreated"::int, "sourceVersion"::int FROM "public"."Membership" WHERE "userId" = $1`,
      [user],
    ),
  };
}

/** A life: joined, promoted, left, joined again (a new membership of the same pair), renamed. */
function life(
  user: string,
  organization: string,
  ending: "stays" | "user deleted" | "organization deleted",
): Event[] {
  const member = (id: string, created: number, updated: number, role: string) =>
    membershipData(organization, user, { id, created_at: created, updated_at: updated, role });
  const events: Event[] = [
    { type: "user.created", data: userData(user, { updated_at: 10 }), timestamp: 10 },
    {
      type: "user.updated",
      data: userData(user, {
        updated_at: 40,
        first_name: "Augusta",
        public_metadata: { role: "admin" },
      }),
      timestamp: 40,
    },
    {
      type: "user.updated",
      data: userData(user, { updated_at: 50, first_name: null, last_name: null, banned: true }),
      timestamp: 50,
    },
    {
      type: "organization.created",
      data: organizationData(organization, { updated_at: 11 }),
      timestamp: 11,
    },
    {
      type: "organization.updated",
      data: organizationData(organization, { updated_at: 45, slug: "renamed" }),
      timestamp: 45,
    },
    {
      type: "organizationMembership.created",
      data: member("orgmem_1", 12, 12, "org:member"),
      timestamp: 12,
    },
    {
      type: "organizationMembership.updated",
      data: member("orgmem_1", 12, 20, "org:admin"),
      timestamp: 20,
    },
    {
      type: "organizationMembership.deleted",
      data: member("orgmem_1", 12, 20, "org:admin"),
      timestamp: 30,
    },
    {
      type: "organizationMembership.created",
      data: member("orgmem_2", 35, 35, "org:member"),
      timestamp: 35,
    },
  ];
  if (ending === "user deleted")
    events.push({ type: "user.deleted", data: { id: user, deleted: true }, timestamp: 60 });
  if (ending === "organization deleted")
    events.push({
      type: "organization.deleted",
      data: { id: organization, deleted: true },
      timestamp: 60,
    });
  return events;
}

describe("any order, any repetition", () => {
  it.each(["stays", "user deleted", "organization deleted"] as const)(
    "gives the same rows: %s",
    async (ending) => {
      let run = 0;
      const once = async (order: (events: Event[]) => Event[]): Promise<unknown> => {
        run += 1;
        const [user, organization] = [
          `user_${ending.replace(" ", "")}${run}`,
          `org_${ending.replace(" ", "")}${run}`,
        ];
        for (const event of order(life(user, organization, ending))) await apply(event);
        return rows(user, organization);
      };
      const expected = await once((events) => events);
      if (ending === "stays") {
        expect(expected).toEqual({
          user: [
            {
              email: "primary@example.test",
              name: null,
              platformRole: null,
              banned: true,
              deleted: false,
              sourceVersion: 50,
            },
          ],
          organization: [{ name: "Acme", slug: "renamed", deleted: false, sourceVersion: 45 }],
          membership: [
            {
              membershipId: "orgmem_2",
              role: "org:member",
              deleted: false,
              sourceCreated: 35,
              sourceVersion: 35,
            },
          ],
        });
      }
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...life("u", "o", ending).keys()], {
            minLength: life("u", "o", ending).length,
          }),
          fc.array(fc.nat(life("u", "o", ending).length - 1), { maxLength: 4 }),
          async (order, repeats) => {
            const actual = await once((events) =>
              [...order, ...repeats].flatMap((index) => events[index] ?? []),
            );
            expect(actual).toEqual(expected);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it("whoever is at it at once", async () => {
    const [user, organization] = ["user_atonce", "org_atonce"];
    const events = life(user, organization, "user deleted");
    const expectedFrom = life("user_inturn", "org_inturn", "user deleted");
    for (const event of expectedFrom) await apply(event);
    await Promise.all([...events, ...events].map(apply));
    const strip = (value: unknown): string => JSON.stringify(value).replace(/atonce|inturn/g, "");
    expect(strip(await rows(user, organization))).toBe(
      strip(await rows("user_inturn", "org_inturn")),
    );
  });
});
