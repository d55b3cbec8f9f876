import { describe, expect, it } from "vitest";
import { InvitationId } from "@/src/access/ids";
import { asRecord, client } from "../../clerk/start.ts";
import { useApplication } from "../../support/application.ts";
import { makeScene } from "../../support/clerk-scene.ts";
import { useClerk } from "../../support/clerk.ts";
import { outcome, refusal } from "../../support/outcome.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const clerk = useClerk();
const to = (name: string, role = "org:member") => ({ emailAddress: `${name}@people.test`, role });

describe("invitations", () => {
  it("are made, listed and revoked", async () => {
    const { ada, as } = await makeScene(clerk());
    expect(await outcome(as(ada).invitation.create(to("guest", "org:admin")))).toBe("done");
    const [item] = (await as(ada).invitation.list({})).items;
    expect(item).toMatchObject({ emailAddress: "guest@people.test", role: "org:admin" });
    const id = InvitationId.parse(item?.id);
    expect(await outcome(as(ada).invitation.revoke({ id }))).toBe("done");
    expect((await as(ada).invitation.list({})).items).toEqual([]);
    expect(await outcome(as(ada).invitation.revoke({ id }))).toBe("invitation_closed");
  });

  it("are refused for what Clerk does not take, each by a code of its own", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    const { emailAddresses } = await client(clerk()).users.getUser(cara);
    const known = emailAddresses[0]?.emailAddress ?? "";
    const invite = (input: ReturnType<typeof to>) => outcome(as(ada).invitation.create(input));
    expect(await invite({ ...to("x"), emailAddress: known })).toBe("already_member");
    expect(await invite(to("one"))).toBe("done");
    expect(await invite(to("one"))).toBe("already_invited");
    expect(await invite(to("two", "org:owner"))).toBe("unknown_role");
    expect(await invite({ ...to("x"), emailAddress: "no address" })).toBe("bad_input");
    await client(clerk()).organizations.updateOrganization(organization, {
      maxAllowedMemberships: 5,
    });
    expect(await invite(to("three"))).toBe("members_limit");
  });

  it("of another organization are as absent as those that are not", async () => {
    const [one, other] = [await makeScene(clerk()), await makeScene(clerk())];
    await other.as(other.ada).invitation.create(to("theirs"));
    const [theirs] = (await other.as(other.ada).invitation.list({})).items;
    const shown = await Promise.all(
      [theirs?.id, "orginv_absent"].map((id) =>
        refusal(one.as(one.ada).invitation.revoke({ id: InvitationId.parse(id) })),
      ),
    );
    expect(new Set(shown)).toEqual(new Set([`["NOT_FOUND","Not found."]`]));
    expect((await other.as(other.ada).invitation.list({})).items).toHaveLength(1);
    expect((await one.as(one.ada).invitation.list({})).items).toEqual([]);
  });

  it("leave no address in the command or the audit trail", async () => {
    const { ada, as } = await makeScene(clerk());
    await as(ada).invitation.create(to("canary"));
    await as(ada)
      .invitation.create(to("canary"))
      .catch(() => undefined);
    const rows = await runSql(
      testDatabase().ownerUrl,
      `SELECT to_jsonb(c) AS row FROM "public"."ClerkCommand" c UNION ALL SELECT to_jsonb(a) FROM "public"."AuditEvent" a`,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(JSON.stringify(asRecord(row))).not.toContain("canary");
  });
});
