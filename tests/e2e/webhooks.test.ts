import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";
import { ask, drainWebhooks, token, userId } from "../support/e2e.ts";
import { lookAt } from "../support/looks.ts";

const visits = useBrowser();
beforeAll(() => drainWebhooks());

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole("heading", { level: 1, name }).waitFor();

describe("the webhooks page", () => {
  it("lets an administrator find a delivery, look into it, replay it and reconcile", async () => {
    const page = await visits.newPage();
    const bob = await userId("bob@acme.test");
    await signIn(page, "root@gatehouse.test", "/admin");
    await page.getByRole("link", { name: "Webhooks", exact: true }).click();
    await heading(page, "Webhooks");
    await page.getByRole("img", { name: /Median lag of the last hour/ }).waitFor();

    await page.getByLabel("Status", { exact: true }).selectOption("applied");
    await page.getByLabel("Type, or how it begins").fill("user.created");
    await page.getByLabel("Id of a person, organization or delivery").fill(bob);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get("subject") === bob);
    const table = page.getByRole("table", { name: "Deliveries" });
    await table.getByRole("link", { name: "user.created" }).click();
    await heading(page, "user.created");

    const payload = page.getByRole("region", { name: "Payload" }).locator("pre");
    expect(await payload.innerText()).not.toContain("bob@acme.test");
    expect(await payload.innerText()).toContain(bob);
    await page.getByRole("button", { name: "Reveal personal data" }).click();
    await page.getByText("That you looked is on the audit trail").waitFor();
    await expect.poll(() => payload.innerText()).toContain("bob@acme.test");
    await page.getByRole("button", { name: "Hide again" }).click();
    await expect.poll(() => payload.innerText()).not.toContain("bob@acme.test");

    await page.getByRole("button", { name: "Replay", exact: true }).click();
    await page.getByText("The delivery was replayed").waitFor();
    await page.getByText(/^2, the last/).waitFor();

    await page.getByRole("link", { name: "Webhooks", exact: true }).first().click();
    await heading(page, "Webhooks");
    await page.getByRole("button", { name: "Reconcile", exact: true }).click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    const run = page.getByRole("article", { name: "Reconcile everything" });
    await run.getByText("Done", { exact: true }).waitFor();
    await run.getByText(/looked at/).waitFor();
    await page.getByRole("link", { name: "All runs" }).click();
    await heading(page, "Runs");
    await page.getByRole("cell", { name: /Reconcile everything/ }).waitFor();
  });

  it("is not for others, nor for addresses that somebody made up", async () => {
    const [alice, root] = await Promise.all([
      token("alice@acme.test", "acme"),
      token("root@gatehouse.test"),
    ]);
    const nobody = await ask("/admin/webhooks");
    expect([nobody.status, nobody.headers.get("location")]).toEqual([
      307,
      "/sign-in?redirect_url=%2Fadmin%2Fwebhooks",
    ]);
    for (const path of ["/admin/webhooks", "/admin/webhooks/msg_1", "/admin/webhooks/runs"]) {
      const answer = await ask(path, { token: alice });
      expect([answer.status, answer.headers.get("location")]).toEqual([307, "/dashboard"]);
    }
    for (const path of [
      "?status=constructor",
      "?from=yesterday",
      "?after=abc",
      "/msg_none",
      "/not%20one",
    ])
      expect((await ask(`/admin/webhooks${path}`, { token: root })).status, path).toBe(404);
  });
});

it("the webhooks pages look as they should, and do not scroll sideways", async () => {
  const page = await visits.newPage();
  await signIn(page, "root@gatehouse.test", "/admin/webhooks");
  const look = async (name: string) => {
    await page.getByRole("button", { name: "Open user menu" }).waitFor();
    await lookAt(page, `admin-webhooks${name}`);
  };
  await heading(page, "Webhooks");
  await look("");
  await page
    .getByRole("table", { name: "Deliveries" })
    .getByRole("link", { name: /\./ })
    .first()
    .click();
  await page.getByRole("heading", { name: "Payload" }).waitFor();
  await look("-delivery");
  await page.goto("/admin/webhooks/runs");
  await heading(page, "Runs");
  await look("-runs");
});
