import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";
import { fresh, mutate, organizationId, token } from "../support/e2e.ts";

const visits = useBrowser();

/** Opens a page of which only the server's HTML arrives. The answer lets its scripts through. */
async function openWithoutScripts(page: Page, path: string): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  return release;
}

it("takes no choice, text or tick that nobody would hear, and loses nothing for it", async () => {
  const name = fresh("Slow");
  const alice = {
    token: await token("alice@acme.test", "acme"),
    headers: { "x-page-organization": await organizationId("acme") },
  };
  const made = await mutate("project.create", { name }, alice);
  expect(made.status).toBe(200);
  const page = await visits.newPage();
  await signIn(page, "alice@acme.test", "/org/acme/dashboard");
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByLabel("New task").fill("First");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("checkbox", { name: "First" }).waitFor();
  const project = new URL(page.url()).pathname;

  let release = await openWithoutScripts(page, project);
  const added = page.getByLabel("New task");
  const controls = [
    added,
    page.getByRole("button", { name: "Add", exact: true }),
    page.getByRole("checkbox", { name: "First" }),
    page.getByLabel("Assignee of First"),
  ];
  for (const control of controls) {
    await control.waitFor();
    expect(await control.isDisabled()).toBe(true);
    // No flicker either: it looks as it will.
    expect(await control.evaluate((element) => getComputedStyle(element).opacity)).toBe("1");
  }
  release();
  for (const control of controls) await expect.poll(() => control.isDisabled()).toBe(false);
  // Not check(): it wants the tick at once, and the list shows it as soon as no answer is on its way.
  const first = page.getByRole("checkbox", { name: "First" });
  await first.click();
  await expect.poll(() => first.isChecked()).toBe(true);
  await added.fill("Second");
  await added.press("Enter");
  await page.getByRole("checkbox", { name: "Second" }).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(project);

  release = await openWithoutScripts(page, "/org/acme/members");
  const [role, search] = [
    page.getByLabel("Role of Bob Baker"),
    page.getByLabel("Search by name or e-mail"),
  ];
  await role.waitFor();
  expect(await role.isDisabled()).toBe(true);
  expect(await search.isEditable()).toBe(false);
  release();
  await expect.poll(() => role.isDisabled()).toBe(false);
  await expect.poll(() => search.isEditable()).toBe(true);
});
