import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { arrive, comeBack, mailTo, openSwitcher, REFUSED, select } from "./people.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const { user: admin } = await founder();
const acme = await journey.api.organizations.createOrganization({
  name: "Acme Works",
  createdBy: admin.id,
});

async function founder() {
  const user = await journey.api.users.createUser({
    emailAddress: ["admin@acme.test"],
    password: "gatehouse-local",
  });
  return { user };
}

/** The administrator, at the members of the organization. */
async function atMembers(): Promise<Page> {
  const page = await journey.newPage({ allow: [REFUSED] });
  await comeBack(journey, admin, page);
  await select(page, "Acme Works", acme.id);
  await page.goto("/organization/organization-members");
  return page;
}

async function invite(page: Page, ...addresses: string[]): Promise<void> {
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByPlaceholder("example@email.com, example2@email.com").fill(addresses.join(","));
  await page.getByRole("button", { name: "Send invitations" }).click();
}

const memberOf = async (userId: string) => {
  const { data } = await journey.api.users.getOrganizationMembershipList({ userId });
  return data.map((one) => [one.organization.id, one.role]);
};

describe("an invitation", () => {
  test("goes to several at once, and to nobody twice, and is revoked", async () => {
    const page = await atMembers();
    const form = page.getByRole("button", { name: "Send invitations" });
    await invite(page, "one@acme.test", "two@acme.test");
    await page.getByRole("tab", { name: "Invitations 2" }).waitFor();
    await page.getByText("Invitations successfully sent").waitFor();
    await page.getByRole("button", { name: "Finish" }).click();
    await invite(page, "two@acme.test", "three@acme.test");
    await page.getByText(/already pending invitations.*two@acme.test/).waitFor();
    await journey.screenshot(page, "invitation-twice");
    await page.getByRole("button", { name: "Cancel" }).click();
    await form.waitFor({ state: "detached" });
    await invite(page, "admin@acme.test");
    await page.getByText("admin@acme.test is already a member of the organization.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();

    await page.getByRole("tab", { name: "Invitations" }).click();
    const row = page.getByRole("row", { name: /two@acme.test/ });
    await journey.screenshot(page, "invitation-list");
    await row.getByRole("button", { name: "Open menu" }).click();
    await page.getByRole("menuitem", { name: "Revoke invitation" }).click();
    await row.waitFor({ state: "detached" });
    const pending = async () => {
      const { data } = await journey.api.organizations.getOrganizationInvitationList({
        organizationId: acme.id,
        status: ["pending"],
      });
      return data.map((one) => one.emailAddress);
    };
    await expect.poll(pending).toEqual(["one@acme.test"]);
  });

  test("is accepted by a new person through the link in the mail", async () => {
    const emailAddress = "newcomer@acme.test";
    await journey.api.organizations.createOrganizationInvitation({
      organizationId: acme.id,
      emailAddress,
      role: "org:member",
    });
    const page = await journey.newPage();
    await page.goto(await mailTo(journey, emailAddress));
    await page.getByLabel("Password", { exact: true }).fill("gatehouse-local");
    await journey.screenshot(page, "invitation-sign-up");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.locator(`body[data-organization=${acme.id}]`).waitFor();
    const { data } = await journey.api.users.getUserList({ emailAddress: [emailAddress] });
    expect(await memberOf(data[0]?.id ?? "")).toEqual([[acme.id, "org:member"]]);
  });

  test("is accepted by somebody with an account through the link in the mail", async () => {
    const emailAddress = "known@acme.test";
    const user = await journey.api.users.createUser({
      emailAddress: [emailAddress],
      password: "gatehouse-local",
    });
    await journey.api.organizations.createOrganizationInvitation({
      organizationId: acme.id,
      emailAddress,
      role: "org:admin",
    });
    const page = await journey.newPage();
    await page.goto(await mailTo(journey, emailAddress));
    await page.locator(`body[data-organization=${acme.id}]`).waitFor();
    expect(await memberOf(user.id)).toEqual([[acme.id, "org:admin"]]);
  });

  test("is accepted in the list, and in the switcher", async () => {
    for (const place of ["list", "switcher"]) {
      const emailAddress = `${place}@acme.test`;
      await journey.api.organizations.createOrganizationInvitation({
        organizationId: acme.id,
        emailAddress,
        role: "org:member",
      });
      const { user, page } = await arrive(journey, emailAddress);
      if (place === "list") await page.goto("/organizations");
      else await openSwitcher(page);
      await journey.screenshot(page, `invitation-in-${place}`);
      await page.getByRole("button", { name: "Join" }).click();
      await page.getByRole("button", { name: "Join" }).waitFor({ state: "detached" });
      // While it waits for the server the button shows no name either.
      await expect.poll(() => memberOf(user.id)).toEqual([[acme.id, "org:member"]]);
    }
  });
});
