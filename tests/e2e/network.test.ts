import { expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";
import { fresh, mutate, organizationId, token } from "../support/e2e.ts";

const visits = useBrowser();

it("keeps what is done offline and sends it afterwards; says so, and when an answer is slow", async () => {
  const alice = {
    token: await token("alice@acme.test", "acme"),
    headers: { "x-page-organization": await organizationId("acme") },
  };
  const name = fresh("Tunnel");
  expect((await mutate("project.create", { name }, alice)).status).toBe(200);

  // Whatever asks without a network says so in the console: Clerk's script, and Next's prefetches.
  const page = await visits.newPage({
    allow: [/ERR_INTERNET_DISCONNECTED|Failed to fetch|clerk/i],
  });
  await signIn(page, "alice@acme.test", "/org/acme/dashboard");
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByLabel("New task").fill("Mind the gap");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const task = page.getByRole("checkbox", { name: "Mind the gap" });
  await task.waitFor();

  const notice = page.getByText("You are offline.");
  await page.context().setOffline(true);
  await notice.waitFor();
  await task.click();
  await expect.poll(() => task.isChecked()).toBe(true);
  const sent = page.waitForResponse("**/api/trpc/task.toggle**");
  await page.context().setOffline(false);
  expect((await sent).status()).toBe(200);
  await notice.waitFor({ state: "hidden" });
  await page.reload();
  await expect.poll(() => task.isChecked()).toBe(true);

  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/trpc/task.toggle**", async (route) => {
    await held;
    await route.continue();
  });
  await task.click();
  const slow = page.getByText("This takes longer than usual");
  await slow.waitFor();
  release();
  await slow.waitFor({ state: "hidden" });
  await expect.poll(() => task.isChecked()).toBe(false);
});
