import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { useJourney } from "./visit.ts";

const journey = await useJourney({ instance: { chooseOrganization: true } });
const password = "gatehouse-local";

async function signIn(page: Page, emailAddress: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(emailAddress);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** What the application's server would be told: the claims of the cookie. */
async function claims(page: Page) {
  const cookies = await page.context().cookies(journey.appUrl);
  return decodeJwt(cookies.find((one) => one.name === "__session")?.value ?? "");
}

describe("whoever has to choose an organization", () => {
  test("and has none makes the first one before the session counts", async () => {
    const user = await journey.api.users.createUser({
      emailAddress: ["founder@acme.test"],
      password,
    });
    const page = await journey.newPage();
    await signIn(page, "founder@acme.test");
    await page.waitForURL("**/choose-organization*");
    await page.getByText("Setup your organization").waitFor();
    await page.locator("body[data-status=pending]").waitFor();
    await expect.poll(() => claims(page)).toMatchObject({ sts: "pending", sub: user.id });
    const waiting = await journey.api.sessions.getSessionList({ userId: user.id });
    expect(waiting.data.map((one) => one.status)).toEqual(["pending"]);
    await journey.screenshot(page, "choose-organization-first");

    await page.getByLabel("Name").fill("Acme Works");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.locator("body[data-status=active]").waitFor();
    await page.waitForURL(journey.appUrl + "/");
    const { data } = await journey.api.organizations.getOrganizationList();
    expect(data).toMatchObject([{ name: "Acme Works", slug: "acme-works" }]);
    await expect
      .poll(() => claims(page))
      .toMatchObject({
        sts: "active",
        o: { id: data[0]?.id, rol: "admin" },
      });
  });

  test("and has one chooses it, also after a reload", async () => {
    const user = await journey.api.users.createUser({
      emailAddress: ["member@acme.test"],
      password,
    });
    const organization = await journey.api.organizations.createOrganization({
      name: "Bolt Trading",
      createdBy: user.id,
    });
    const page = await journey.newPage();
    await signIn(page, "member@acme.test");
    await page.waitForURL("**/choose-organization*");
    await page.getByText("Choose an organization").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Bolt Trading" }).waitFor();
    await journey.screenshot(page, "choose-organization-choose");
    await page.getByRole("button", { name: "Bolt Trading" }).click();
    await page.locator("body[data-status=active]").waitFor();
    await page.waitForURL(journey.appUrl + "/");
    await page.locator(`body[data-organization=${organization.id}]`).waitFor();
    await page.getByRole("button", { name: "Open organization switcher" }).click();
    await page.getByRole("button", { name: "Create organization" }).waitFor();
    expect(await page.getByText("Personal account").count()).toBe(0);
  });
});
