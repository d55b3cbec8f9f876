import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";
import { ask, fresh, token } from "../support/e2e.ts";

const visits = useBrowser();

const acme = "Website relaunch";
const globex = "Supplier portal";

function project(page: Page, name: string) {
  return page.getByRole("link", { name });
}

describe("a member of two organizations", () => {
  it("switches with the organization switcher", async () => {
    const page = await visits.newPage();
    await signIn(page, "dave@globex.test", "/org/globex/dashboard");
    await project(page, globex).waitFor();
    await page.getByRole("button", { name: /organization switcher/i }).click();
    await page.getByRole("dialog").getByRole("button", { name: /Acme/ }).click();
    await page.waitForURL("**/org/acme/dashboard");
    await project(page, acme).waitFor();
    expect(await project(page, globex).count()).toBe(0);
  });

  it("opens the other one by its address, and it becomes the active one", async () => {
    const page = await visits.newPage();
    await signIn(page, "dave@globex.test", "/org/globex/dashboard");
    await project(page, globex).waitFor();
    await page.goto("/org/acme/dashboard");
    await project(page, acme).waitFor();
    expect(await project(page, globex).count()).toBe(0);
    await page
      .getByRole("button", { name: /organization switcher/i })
      .getByText("Acme")
      .waitFor();

    // What plain HTTP sees with the browser's cookies is that organization, too.
    const data = await page.context().request.get("/api/data");
    expect(data.status()).toBe(200);
    expect(await data.text()).toContain(acme);
  });

  it("keeps two tabs apart, whichever was used last", async () => {
    const first = await visits.newPage();
    await signIn(first, "dave@globex.test", "/org/acme/dashboard");
    await project(first, acme).waitFor();
    const second = await first.context().newPage();
    await second.goto("/org/globex/dashboard");
    await project(second, globex).waitFor();

    // The second tab's organization is the cookie's now. The first one still calls in the name of its own.
    await first.bringToFront();
    await first.getByRole("button", { name: "Archived" }).click();
    await project(first, "Rebrand 2025").waitFor();
    await first.getByRole("button", { name: "Active", exact: true }).click();
    await project(first, acme).click();
    const title = fresh("Written in the first tab");
    await first.getByLabel("New task").fill(title);
    await first.getByRole("button", { name: "Add", exact: true }).click();
    await first.getByRole("checkbox", { name: title }).waitFor();

    await second.bringToFront();
    await second.getByRole("button", { name: "Archived" }).click();
    await second.getByText("Nothing is archived").waitFor();
    await second.reload();
    await project(second, globex).waitFor();
    expect(await project(second, acme).count()).toBe(0);

    await first.bringToFront();
    await first.reload();
    await first.getByRole("heading", { level: 1, name: acme }).waitFor();
    await first.getByRole("button", { name: `Delete ${title}` }).click();
    await first.getByRole("button", { name: "Delete task" }).click();
    await expect.poll(() => first.getByRole("checkbox", { name: title }).count()).toBe(0);
  });
});

describe("an organization of other people", () => {
  it("looks like one that does not exist", async () => {
    const page = await visits.newPage({ allow: [/status of 404/] });
    await signIn(page, "alice@acme.test");
    const alice = await token("alice@acme.test", "acme");
    const look = async (slug: string, below: string) => {
      await page.goto(`/org/${slug}${below}`);
      await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
      return {
        // Asked for beside the browser: Clerk sends that round to activate the organization, and on a busy machine gives up and
        // leaves by the sign-in page, which comes back here without a document of its own.
        status: (await ask(`/org/${slug}${below}`, { token: alice })).status,
        title: await page.title(),
        text: await page.locator("body").innerText(),
      };
    };
    for (const below of ["/dashboard", "/members", `/projects/${randomUUID()}`]) {
      const foreign = await look("globex", below);
      expect(foreign, below).toEqual(await look("no-such-organization", below));
      expect(foreign.status, below).toBe(404);
      expect(foreign.text).not.toMatch(/Globex|Carol|Supplier/);
    }
  });
});

describe("a member who may not manage projects", () => {
  it("sees no button that would be refused", async () => {
    const page = await visits.newPage();
    await signIn(page, "bob@acme.test", "/org/acme/dashboard");
    await project(page, acme).waitFor();
    const forbidden = page.getByRole("button", {
      name: /New project|Rename|Archive |Restore|Delete/,
    });
    expect(await forbidden.count()).toBe(0);

    await project(page, acme).click();
    await page.getByRole("heading", { level: 1, name: acme }).waitFor();
    await page.getByLabel("New task").waitFor();
    const main = page.getByRole("main");
    expect(await main.getByRole("button", { name: /Rename|Archive|Delete project/ }).count()).toBe(
      0,
    );
    // The tasks are theirs to work on.
    expect(await main.getByRole("button", { name: /^Delete / }).count()).toBeGreaterThan(0);
  });

  it("while an admin sees them", async () => {
    const page = await visits.newPage();
    await signIn(page, "alice@acme.test", "/org/acme/dashboard");
    await page.getByRole("button", { name: "New project" }).waitFor();
    for (const verb of ["Rename", "Archive", "Delete"]) {
      await page.getByRole("button", { name: `${verb} ${acme}` }).waitFor();
    }
  });
});
