import { describe, expect, test } from "vitest";
import { arrive, REFUSED, select } from "./people.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const MEMBERS = "/organization/organization-members";
const { api } = journey;

/** An organization with so many members besides its administrator. */
async function founded(name: string, members: number) {
  const { user: admin, page } = await arrive(journey, `admin@${name}.test`, { allow: [REFUSED] });
  const { id } = await api.organizations.createOrganization({ name, createdBy: admin.id });
  for (let i = 1; i <= members; i++) {
    const user = await api.users.createUser({
      emailAddress: [`member${i}@${name}.test`],
      firstName: `Person${i}`,
      skipPasswordRequirement: true,
    });
    await api.organizations.createOrganizationMembership({
      organizationId: id,
      userId: user.id,
      role: "org:member",
    });
  }
  await select(page, name, id);
  await page.goto(MEMBERS);
  return { id, admin, page };
}

const rolesOf = async (organizationId: string) => {
  const { data } = await api.organizations.getOrganizationMembershipList({ organizationId });
  return data.map((one) => [one.publicUserData?.identifier, one.role]).sort();
};

describe("members", () => {
  test("get another role, and are removed", async () => {
    const { id, page } = await founded("bolt", 2);
    const first = page.getByRole("row", { name: /member1@bolt.test/ });
    await first.getByRole("button", { name: "Member" }).click();
    await page.getByRole("option", { name: "Admin" }).click();
    await first.getByRole("button", { name: "Admin" }).waitFor();
    await journey.screenshot(page, "members-role");
    const second = page.getByRole("row", { name: /member2@bolt.test/ });
    await second.getByRole("button", { name: "Open menu" }).click();
    await page.getByRole("menuitem", { name: "Remove member" }).click();
    await second.waitFor({ state: "detached" });
    await expect
      .poll(() => rolesOf(id))
      .toEqual([
        ["admin@bolt.test", "org:admin"],
        ["member1@bolt.test", "org:admin"],
      ]);
  });

  test("are searched, and shown in pages", async () => {
    const { page } = await founded("crate", 12);
    await page.getByText("Displaying 1 – 10 of 13").waitFor();
    await page.getByRole("searchbox", { name: "Search" }).pressSequentially("person11");
    await page.getByRole("row", { name: /member11@crate.test/ }).waitFor();
    await page.getByRole("row", { name: /member1@crate.test/ }).waitFor({ state: "detached" });
    await page.getByRole("searchbox", { name: "Search" }).fill("");
    await page.getByRole("row", { name: /member1@crate.test/ }).waitFor();
    await page.getByRole("button", { name: "2", exact: true }).click();
    await page.getByText("Displaying 11 – 13 of 13").waitFor();
    await journey.screenshot(page, "members-pages");
  });

  test("leave, but for the last administrator", async () => {
    const { id, page } = await founded("dock", 1);
    await page.goto("/organization");
    await page.getByRole("button", { name: "Leave organization" }).click();
    await page.getByLabel('Type "dock" below to continue.').fill("dock");
    await page.getByRole("button", { name: "Leave organization" }).first().click();
    await page.getByText(/at least one member with the minimum required permissions/).waitFor();
    await journey.screenshot(page, "members-last-admin");
    const { data } = await api.users.getUserList({ emailAddress: ["member1@dock.test"] });
    await api.organizations.updateOrganizationMembership({
      organizationId: id,
      userId: data[0]?.id ?? "",
      role: "org:admin",
    });
    await page.getByRole("button", { name: "Leave organization" }).first().click();
    await page.locator("body[data-organization='']").waitFor();
    await expect.poll(() => rolesOf(id)).toEqual([["member1@dock.test", "org:admin"]]);
  });

  test("without the permission see the others, and change nothing", async () => {
    const { user, page } = await arrive(journey, "plain@edge.test");
    const { id } = await api.organizations.createOrganization({ name: "edge" });
    await api.organizations.createOrganizationMembership({
      organizationId: id,
      userId: user.id,
      role: "org:member",
    });
    await select(page, "edge", id);
    await page.goto(MEMBERS);
    await page.getByRole("row", { name: /plain@edge.test/ }).waitFor();
    expect(await page.getByRole("tab").allInnerTexts()).toEqual(["Members\n1"]);
    expect(await page.getByRole("button", { name: "Invite" }).count()).toBe(0);
    await page.getByRole("button", { name: "General" }).click();
    await page.getByRole("button", { name: "Leave organization" }).waitFor();
    expect(await page.getByRole("button", { name: "Update profile" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Delete organization" }).count()).toBe(0);
  });
});
