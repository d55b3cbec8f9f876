import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { useBrowser } from "../support/browser.ts";
import {
  clerk,
  drainWebhooks,
  fresh,
  mailedCode,
  mailedLink,
  organizationId,
  served,
} from "../support/e2e.ts";

const visits = useBrowser();
const password = "a long enough password";

async function fillSignUp(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.getByLabel("Password", { exact: true }).waitFor();
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if ((await field.count()) > 0) await field.fill(value);
  }
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

it("leads two people from nothing into one organization", async () => {
  const slug = fresh("base").replace(" ", "-");
  const founder = `founder-${slug}@example.test`;
  const guest = `guest-${slug}@example.test`;

  const page = await visits.newPage();
  await page.goto("/sign-up");
  await fillSignUp(page, { "Email address": founder, Password: password });
  await page.getByLabel(/verification code/i).pressSequentially(await mailedCode(founder));
  await page.waitForURL("**/onboarding");
  await page.getByRole("link", { name: "Skip for now" }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("button", { name: "New organization" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Organization ${slug}`);
  await page.getByLabel("Slug").fill(slug);
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect
    .poll(() => organizationId(slug).catch(() => null), { timeout: 10_000 })
    .toMatch(/^org_/);
  await drainWebhooks();
  await page.goto(`/org/${slug}/dashboard`);
  await page.getByRole("button", { name: "New project" }).waitFor();

  await clerk.organizations.createOrganizationInvitation({
    organizationId: await organizationId(slug),
    emailAddress: guest,
    role: "org:member",
    redirectUrl: `${served.appUrl}/sign-up`,
  });
  const other = await visits.newPage();
  await other.goto(await mailedLink(guest));
  await other.waitForURL("**/sign-up**");
  await fillSignUp(other, { Password: password });
  await other.waitForURL((url) => !url.pathname.startsWith("/sign-up"));
  await drainWebhooks();
  await other.goto(`/org/${slug}/dashboard`);
  await other
    .getByRole("button", { name: /organization switcher/i })
    .getByText(`Organization ${slug}`)
    .waitFor();
  // A member who was only invited manages nothing.
  expect(await other.getByRole("button", { name: "New project" }).count()).toBe(0);

  await page.goto(`/org/${slug}/members`);
  for (const email of [founder, guest]) await page.getByText(email).first().waitFor();

  await other.getByRole("button", { name: "Open user menu" }).click();
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.waitForURL((url) => url.pathname === "/");
  await other.goto(`/org/${slug}/dashboard`);
  expect(new URL(other.url()).pathname).toBe("/sign-in");
});
