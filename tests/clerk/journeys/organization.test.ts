import { describe, expect, test } from "vitest";
import { arrive, openSwitcher, REFUSED, select } from "./people.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();

/** A red square. */
const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGO4oGCAFTEMLQkASmxIATY0D3MAAAAASUVORK5CYII=",
  "base64",
);

describe("an organization", () => {
  test("is created with a slug of its own, and one switches to it and back", async () => {
    await journey.api.organizations.createOrganization({ name: "Other", slug: "acme" });
    const { user, page } = await arrive(journey, "alice@acme.test", { allow: [REFUSED] });
    await page.goto("/create-organization");
    await page.getByLabel("Name").fill("Acme Works");
    await page.getByLabel("Slug").fill("acme");
    await page.getByRole("button", { name: "Create organization" }).click();
    const taken = { hasText: "This slug is already in use." };
    await page.locator("#error-slug", taken).waitFor();
    await journey.screenshot(page, "organization-slug-taken");

    await page.getByLabel("Slug").fill("acme-works");
    await page.getByRole("button", { name: "Create organization" }).click();
    await page.getByRole("button", { name: "Skip" }).click();
    await page.waitForURL(`${journey.appUrl}/`);
    const { data } = await journey.api.users.getOrganizationMembershipList({ userId: user.id });
    const [membership] = data;
    expect(membership).toMatchObject({
      role: "org:admin",
      organization: { name: "Acme Works", slug: "acme-works", createdBy: user.id },
    });
    const active = page.locator(`body[data-organization=${membership?.organization.id}]`);
    await active.waitFor();

    await openSwitcher(page);
    await journey.screenshot(page, "organization-switcher");
    await page.getByRole("button", { name: "Personal account" }).click();
    await page.locator("body[data-organization='']").waitFor();
    await openSwitcher(page);
    await page.getByRole("button", { name: "Acme Works" }).click();
    await active.waitFor();
  });

  test("gets another name, slug and logo, and loses the logo again", async () => {
    const { user, page } = await arrive(journey, "bob@acme.test");
    const { id } = await journey.api.organizations.createOrganization({
      name: "Bolt",
      createdBy: user.id,
    });
    await page.goto("/organizations");
    await page.getByRole("button", { name: "Bolt" }).click();
    await page.locator(`body[data-organization=${id}]`).waitFor();
    await page.waitForURL(`${journey.appUrl}/`);
    await page.goto("/organization");
    const button = page.getByRole("button", { name: "Update profile" });
    const form = page.getByRole("heading", { name: "Update profile" });
    const update = async () => {
      // For a moment there are two: that of the view that goes, and that of the one that comes.
      await expect.poll(() => button.count()).toBe(1);
      await button.click();
    };
    await update();
    const remove = page.getByRole("button", { name: "Remove" });
    expect(await remove.count()).toBe(0);
    const file = { name: "logo.png", mimeType: "image/png", buffer: LOGO };
    await page.locator("input[type=file]").setInputFiles(file);
    await form.waitFor({ state: "detached" });
    await update();
    await remove.waitFor();
    await journey.screenshot(page, "organization-logo");
    const changed = await journey.api.organizations.getOrganization({ organizationId: id });
    expect(changed.hasImage).toBe(true);
    const served = await fetch(changed.imageUrl);
    expect(Buffer.from(await served.arrayBuffer()).equals(LOGO)).toBe(true);
    await remove.click();
    await form.waitFor({ state: "detached" });
    await update();
    await page.getByLabel("Name").fill("Bolt Trading");
    await page.getByLabel("Slug").fill("bolt-trading");
    expect(await remove.count()).toBe(0);
    await page.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    const saved = () => journey.api.organizations.getOrganization({ organizationId: id });
    await expect
      .poll(saved)
      .toMatchObject({ name: "Bolt Trading", slug: "bolt-trading", hasImage: false });
  });

  test("is deleted by its administrator", async () => {
    const { user, page } = await arrive(journey, "carol@acme.test");
    const { id } = await journey.api.organizations.createOrganization({
      name: "Crate",
      createdBy: user.id,
    });
    await select(page, "Crate", id);
    await page.goto("/organization");
    await page.getByRole("button", { name: "Delete organization" }).click();
    await page.getByLabel('Type "Crate" below to continue.').fill("Crate");
    await page.getByRole("button", { name: "Delete organization" }).first().click();
    await page.locator("body[data-organization='']").waitFor();
    const memberships = () => journey.api.users.getOrganizationMembershipList({ userId: user.id });
    await expect.poll(async () => (await memberships()).totalCount).toBe(0);
  });

  test("is not made by somebody who has made as many as the settings allow", async () => {
    const { user } = await arrive(journey, "dora@acme.test");
    const change = (creationLimit: number | null) =>
      fetch(`${journey.clerk.url}/local/settings`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ instance: { organizations: { creationLimit } } }),
      });
    await change(1);
    await journey.api.organizations.createOrganization({ name: "Only", createdBy: user.id });
    const page = await journey.newPage({ allow: [REFUSED] });
    const { token } = await journey.api.signInTokens.createSignInToken({
      userId: user.id,
      expiresInSeconds: 60,
    });
    await page.goto(`/sign-in?__clerk_ticket=${token}`);
    await page.locator("body[data-status=active]").waitFor();
    await page.goto("/create-organization");
    await page.getByLabel("Name").fill("Second");
    await page.getByRole("button", { name: "Create organization" }).click();
    await page.getByText("You have made as many organizations as you may make.").waitFor();
    await change(null);
  });
});
