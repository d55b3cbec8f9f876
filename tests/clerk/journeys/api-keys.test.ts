import { describe, expect, test } from "vitest";
import { arrive, REFUSED, select } from "./people.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney({ instance: { apiKeys: { user: true, organization: true } } });

describe("an API key", () => {
  test("is made, shown once, found and revoked", async () => {
    const { user, page } = await arrive(journey, "alice@acme.test", { allow: [REFUSED] });
    await page.goto("/api-keys");
    const add = page.getByRole("button", { name: "Add new key" });
    for (const name of ["deploy", "report"]) {
      await add.click();
      await page.getByLabel("Secret key name").fill(name);
      await page.getByRole("button", { name: "Create key" }).click();
      const secret = page.getByLabel("API key", { exact: true });
      await expect.poll(() => secret.inputValue()).toMatch(/^ak_\S{32,}$/);
      if (name === "deploy") await journey.screenshot(page, "api-key-secret");
      await page.getByRole("button", { name: "Copy & Close" }).click();
      await secret.waitFor({ state: "detached" });
      await page.getByLabel("Secret key name").waitFor({ state: "detached" });
    }
    await add.click();
    await page.getByLabel("Secret key name").fill("deploy");
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByText("API Key name already exists.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();

    const deploy = page.getByRole("row", { name: /deploy/ });
    await page.getByRole("searchbox", { name: "Search keys" }).fill("report");
    await deploy.waitFor({ state: "detached" });
    await page.getByRole("searchbox", { name: "Search keys" }).fill("");
    await deploy.getByRole("button", { name: "Open menu" }).click();
    await page.getByRole("menuitem", { name: "Revoke key" }).click();
    await page.getByLabel('Type "Revoke" to confirm').fill("Revoke");
    await page.getByRole("button", { name: "Revoke key" }).click();
    await deploy.waitFor({ state: "detached" });
    await journey.screenshot(page, "api-keys");
    await expect.poll(() => page.getByRole("row", { name: /report/ }).count()).toBe(1);
    await page.goto("/user/api-keys");
    await page.getByRole("row", { name: /report/ }).waitFor();
    expect(user.id).toBe(await page.locator("body").getAttribute("data-user"));
  });

  test("is an organization's, for whoever may manage them", async () => {
    const { user, page } = await arrive(journey, "admin@bolt.test");
    const { id } = await journey.api.organizations.createOrganization({
      name: "Bolt",
      createdBy: user.id,
    });
    await select(page, "Bolt", id);
    await page.goto("/organization/organization-api-keys");
    await page.getByRole("button", { name: "Add new key" }).click();
    await page.getByLabel("Secret key name").fill("shared");
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByRole("button", { name: "Copy & Close" }).click();
    await page.getByRole("row", { name: /shared/ }).waitFor();
    await journey.screenshot(page, "api-keys-organization");

    const { user: member, page: theirs } = await arrive(journey, "member@bolt.test");
    await journey.api.organizations.createOrganizationMembership({
      organizationId: id,
      userId: member.id,
      role: "org:member",
    });
    await select(theirs, "Bolt", id);
    await theirs.goto("/organization/organization-api-keys");
    await theirs.getByRole("button", { name: "Members" }).waitFor();
    expect(await theirs.getByRole("searchbox", { name: "Search keys" }).count()).toBe(0);
  });
});
