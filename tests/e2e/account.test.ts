import { expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";

const visits = useBrowser();

it("gives a person their data and their settings, and asks for a name before they leave", async () => {
  const page = await visits.newPage();
  await signIn(page, "bob@acme.test", "/account");
  await page.getByText("Profile details").first().waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download my data" }).click();
  expect((await download).suggestedFilename()).toMatch(/^gatehouse-user_.*\.json$/);

  await page.goto("/org/acme/settings");
  await page.getByText("Only an admin may change them.").waitFor();
  // Clerk's own button is not there beside ours; what only Clerk can do is, for those who may.
  await page.locator(".cl-profileSection__organizationProfile").first().waitFor();
  expect(await page.locator(".cl-profileSection__organizationDanger:visible").count()).toBe(0);
  const leaving = page.getByRole("region", { name: "Leave this organization" });
  await leaving.getByRole("button", { name: "Leave organization" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Leave Acme?" });
  const leave = dialog.getByRole("button", { name: "Leave organization" });
  await expect.poll(() => leave.isDisabled()).toBe(true);
  await dialog.getByLabel(/Type “Acme”/).fill("Acme");
  await expect.poll(() => leave.isEnabled()).toBe(true);
  await page.keyboard.press("Escape");
  await expect.poll(() => dialog.count()).toBe(0);
});

it("offers an admin one way to leave, and to delete the organization", async () => {
  const page = await visits.newPage();
  await signIn(page, "alice@acme.test", "/org/acme/dashboard");
  await page.getByRole("button", { name: /organization switcher/i }).click();
  await page.getByRole("button", { name: "Manage" }).click();
  await page.waitForURL("**/org/acme/settings");
  await page.getByText("You may change them.").waitFor();
  const own = page.getByRole("region", { name: "Leave this organization" });
  await own.getByRole("button", { name: "Leave organization" }).waitFor();
  await page.getByRole("button", { name: "Delete organization" }).waitFor();
  expect(await page.getByRole("button", { name: "Leave organization" }).count()).toBe(1);
});
