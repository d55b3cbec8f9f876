import { expect, it } from "vitest";
import { syncTransaction } from "@/src/server/db/sync";
import { applyChange } from "@/src/server/sync/apply";
import { readChange } from "@/src/server/sync/events";
import { useApplication } from "../../support/application.ts";
import { membershipData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

// What happens in one millisecond is told apart by what it is, before it is by its digest: also where the mirror has drawn a
// conclusion of its own in between.

const testDatabase = useApplication();

async function apply(type: string, data: Record<string, unknown>, digest = ""): Promise<void> {
  const change = readChange({ type, data });
  if (!change) throw new Error(`no reader for ${type}`);
  await syncTransaction((sql) => applyChange(sql, change, { timestamp: 1000, digest }));
}

const orders = ["before", "after"] as const;

it.each(orders)(
  "a membership that changed and ended at once is what it was at its end, its organization being deleted %s that",
  async (order) => {
    const [organization, user] = [`org_m${order}`, `user_m${order}`];
    const events = [
      // The digests say otherwise.
      () => apply("organizationMembership.created", membershipData(organization, user), "f"),
      () =>
        apply(
          "organizationMembership.deleted",
          membershipData(organization, user, { role: "org:admin" }),
          "0",
        ),
    ];
    const deletion = () => apply("organization.deleted", { id: organization, deleted: true });
    for (const event of order === "before" ? [deletion, ...events] : [...events, deletion])
      await event();
    const text = `SELECT "role", "deleted" FROM "public"."Membership" WHERE "userId" = $1`;
    const rows = await runSql(testDatabase().ownerUrl, text, [user]);
    expect(rows).toEqual([{ role: "org:admin", deleted: true }]);
  },
);

it.each(["first", "between", "last"] as const)(
  "an invitation that was made and accepted at once is accepted, its organization being deleted %s",
  async (order) => {
    const [organization, id] = [`org_i${order}`, `orginv_${order}`];
    const invitation = (status: string) => ({
      id,
      organization_id: organization,
      email_address: "guest@example.test",
      role: "org:member",
      status,
      created_at: 1000,
      updated_at: 1000,
    });
    const made = () => apply("organizationInvitation.created", invitation("pending"), "f");
    const accepted = () => apply("organizationInvitation.accepted", invitation("accepted"), "0");
    const deletion = () => apply("organization.deleted", { id: organization, deleted: true });
    const inOrder = {
      first: [deletion, made, accepted],
      between: [made, deletion, accepted],
      last: [made, accepted, deletion],
    };
    for (const event of inOrder[order]) await event();
    const text = `SELECT "status" FROM "public"."Invitation" WHERE "id" = $1`;
    expect(await runSql(testDatabase().ownerUrl, text, [id])).toEqual([{ status: "accepted" }]);
  },
);
