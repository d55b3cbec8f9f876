import { describe, expect, it } from "vitest";
import { seedPassword } from "../../local/seed/accounts.ts";
import { signIn, useBrowser } from "../support/browser.ts";
import { clerk, drainWebhooks, growOld, mailedLink } from "../support/e2e.ts";

const visits = useBrowser();

describe("the page of members", () => {
  it("lets an admin search, invite and revoke, and the activity tells of it", async () => {
    const page = await visits.newPage();
    await signIn(page, "alice@acme.test", "/org/acme/members");
    const table = page.getByRole("table", { name: "Members" });
    await table.getByText("Bob Baker").waitFor();

    // The only admin: known beforehand.
    expect(await page.getByLabel("Role of Alice Archer").isDisabled()).toBe(true);
    expect(await page.getByLabel("Role of Bob Baker").isDisabled()).toBe(false);

    await page.getByLabel("Search by name or e-mail").fill("bob@");
    await expect.poll(() => table.getByText("Dave Duarte").count()).toBe(0);
    await page.waitForURL((url) => url.searchParams.get("q") === "bob@");
    await page.reload();
    await table.getByText("Bob Baker").waitFor();
    expect(await table.getByText("Dave Duarte").count()).toBe(0);

    const address = `guest${Date.now().toString(36)}@example.test`;
    await page.getByRole("button", { name: "Invite people" }).click();
    const dialog = page.getByRole("dialog", { name: "Invite people" });
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await dialog.getByText("Write an e-mail address.").waitFor();
    await dialog.getByLabel("E-mail address").fill(address);
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    const revoke = page.getByRole("button", { name: `Revoke the invitation of ${address}` });
    await revoke.click();
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    // Behind the open question the row is hidden anyhow: only this says that the server has answered.
    await page.getByText(`The invitation of ${address} was revoked`).waitFor();
    await expect.poll(() => revoke.count()).toBe(0);

    await page.goto("/org/acme/activity?action=invitation.revoke");
    await page.getByRole("listitem").filter({ hasText: "Revoke an invitation" }).first().waitFor();
  });

  it("invites, changes a role and removes, with a fresh proof and by name; who was invited comes in by the link", async () => {
    const guest = `joins${Date.now().toString(36)}@example.test`;
    const { id } = await clerk.users.createUser({
      emailAddress: [guest],
      firstName: "Gail",
      lastName: guest.split("@")[0] ?? "",
      password: seedPassword,
    });
    await drainWebhooks();
    const page = await visits.newPage({ allow: [/status of 403/] });
    await signIn(page, "alice@acme.test", "/org/acme/members");
    await page.getByRole("button", { name: "Invite people" }).click();
    const inviting = page.getByRole("dialog", { name: "Invite people" });
    await inviting.getByLabel("E-mail address").fill(guest);
    await inviting.getByRole("button", { name: "Send invitation" }).click();
    await page.getByText(`${guest} was invited`).waitFor();

    const other = await visits.newPage({ allow: [/status of 40[34]/] });
    await other.goto(await mailedLink(guest));
    await other.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    await drainWebhooks();
    await other.goto("/org/acme/dashboard");
    await other.getByRole("link", { name: "Website relaunch" }).waitFor();

    await page.goto(`/org/acme/members?q=${encodeURIComponent(guest)}`);
    const name = `Gail ${guest.split("@")[0] ?? ""}`;
    const role = page.getByLabel(`Role of ${name}`);
    await role.selectOption("org:admin");
    await expect
      .poll(async () => {
        const { data } = await clerk.users.getOrganizationMembershipList({ userId: id });
        return data.map((membership) => membership.role);
      })
      .toEqual(["org:admin"]);
    await drainWebhooks();
    await other.goto("/org/acme/dashboard");
    await other.getByRole("button", { name: "New project" }).waitFor();

    await growOld(page);
    await page.getByRole("button", { name: `Remove ${name}` }).click();
    const asking = page.getByRole("alertdialog", { name: `Remove ${name}?` });
    const remove = asking.getByRole("button", { name: "Remove member" });
    await expect.poll(() => remove.isDisabled()).toBe(true);
    await asking.getByLabel(`Type “${name}” to confirm`).fill(name);
    await remove.click();
    await page.getByText("Verification required").first().waitFor();
    await page.getByLabel("Password", { exact: true }).fill(seedPassword);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByText(`${name} was removed`).waitFor();
    await expect.poll(() => page.getByLabel(`Role of ${name}`).count()).toBe(0);
    expect((await other.goto("/org/acme/dashboard"))?.status()).not.toBe(200);
  });

  it("offers a member nothing but to leave, and no activity", async () => {
    const page = await visits.newPage({ allow: [/status of 404/] });
    await signIn(page, "bob@acme.test", "/org/acme/members");
    await page.getByRole("table", { name: "Members" }).getByText("Alice Archer").waitFor();
    await page.getByRole("button", { name: "Leave this organization" }).waitFor();
    expect(await page.getByRole("button", { name: /^(Remove|Invite|Revoke)/ }).count()).toBe(0);
    expect(await page.getByLabel(/^Role of/).count()).toBe(0);
    await page.goto("/org/acme/activity");
    await page.getByText("Your role does not allow this").waitFor();
    expect((await page.goto("/org/acme/members?order=sideways"))?.status()).toBe(404);
  });
});
