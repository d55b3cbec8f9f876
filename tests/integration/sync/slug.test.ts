import { beforeEach, describe, expect, it } from "vitest";
import { syncTransaction } from "@/src/server/db/sync";
import { useApplication } from "../../support/application.ts";
import { membershipData, organizationData } from "../../support/deliveries.ts";
import { applySaid } from "../../support/orders.ts";
import { callerOf } from "../../support/principals.ts";

useApplication();

let serial = 0;
let user = "";
let ids: readonly [string, string] = ["", ""];
beforeEach(async () => {
  serial += 1;
  user = `user_s${serial}`;
  ids = [`org_a${serial}`, `org_b${serial}`];
  for (const id of ids) {
    const data = membershipData(id, user, { role: "org:member" });
    await say("organizationMembership.created", data, 1000);
  }
});

const say = (type: string, data: Record<string, unknown>, timestamp: number) =>
  syncTransaction((sql) => applySaid(sql, { type, data, timestamp }));
const named = (id: string, at: number, slug: string) =>
  say("organization.updated", organizationData(id, { slug, updated_at: at }), at);

/** The organizations that an address could name, as the pages ask for them. */
async function withSlug(slug: string): Promise<string[]> {
  const { organizations } = await callerOf(user).me.get();
  return organizations.filter((own) => own.slug === slug).map(({ id }) => id);
}

describe("an address names the organization", () => {
  it.each([
    ["the first", 0],
    ["the second", 1],
  ] as const)(
    "that has the slug by the later version, while the events of a swap are on their way: %s",
    async (_, later) => {
      const [winner, loser] = [ids[later], ids[1 - later]];
      if (!winner || !loser) throw new Error("two organizations");
      await named(loser, 2000, "wanted");
      await named(winner, 2001, "wanted");
      expect(await withSlug("wanted")).toEqual([winner]);
      await named(loser, 2002, "other");
      expect([await withSlug("wanted"), await withSlug("other")]).toEqual([[winner], [loser]]);
    },
  );

  it("that is still there", async () => {
    const [first, second] = ids;
    await named(first, 2000, "wanted");
    await named(second, 2001, "wanted");
    await say("organization.deleted", { id: second, deleted: true }, 3000);
    expect(await withSlug("wanted")).toEqual([first]);
  });
});
