import { describe, expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";

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
