import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { principalKeys } from "@/src/access/matrix/principals";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";
import { signIn, useBrowser } from "../support/browser.ts";
import { ask, token } from "../support/e2e.ts";
import { lookAt } from "../support/looks.ts";

const visits = useBrowser();
const procedures = Object.keys(procedureTable(appRouter)).length;

/** A table by the heading that names it. */
const tableOf = (page: Page, name: string) => page.getByRole("table", { name, exact: true });

describe("the access page", () => {
  it("shows an administrator every procedure as every caller, in words too", async () => {
    const page = await visits.newPage();
    await signIn(page, "root@gatehouse.test", "/admin");
    await page.getByRole("link", { name: "Access", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Access" }).waitFor();
    const table = tableOf(page, "Procedures");
    expect(await table.getByRole("row").count()).toBe(procedures + 1);
    expect(await table.getByRole("columnheader").count()).toBe(principalKeys.length + 1);
    const row = table.getByRole("row", { name: /^project\.delete/ });
    const cells = await row.getByRole("cell").allInnerTexts();
    expect(cells).toHaveLength(principalKeys.length);
    expect(cells[principalKeys.indexOf("nobody")]).toContain("signed out");
    expect(cells[principalKeys.indexOf("member")]).toContain("permission missing");
    expect(cells[principalKeys.indexOf("admin")]).toMatch(/own: done; .*absent one: not found/);
    for (const name of ["Pages", "Routes and server actions"])
      expect(await tableOf(page, name).getByRole("row").count()).toBeGreaterThan(5);
  });

  it("filters by text, gate and caller, by its address alone", async () => {
    const page = await visits.newPage();
    await signIn(page, "root@gatehouse.test", "/admin/access");
    await page.getByLabel("Procedure, permission or address").fill("projects:MANAGE");
    await page.getByLabel("Gate", { exact: true }).selectOption("org");
    await page.getByLabel("Caller", { exact: true }).selectOption("demoted");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL((url) => url.searchParams.get("as") === "demoted");
    const table = tableOf(page, "Procedures");
    expect(await table.getByRole("rowheader").allInnerTexts()).toEqual(
      ["archive", "create", "delete", "rename"].map(
        (verb) => expect.stringContaining(`project.${verb}`) as string,
      ),
    );
    expect(await table.getByRole("cell").allInnerTexts()).toEqual(
      Array.from({ length: 4 }, () => expect.stringContaining("role changed") as string),
    );
    await page.getByRole("link", { name: "Clear" }).click();
    await page.waitForURL((url) => url.search === "");
    expect(await table.getByRole("rowheader").count()).toBe(procedures);
  });

  it("is the same page without a script", async () => {
    const root = await token("root@gatehouse.test");
    const html = await (
      await ask("/admin/access?q=member&gate=&as=member", { token: root })
    ).text();
    expect(html).toContain("member.list");
    expect(html).not.toContain("project.delete");
    expect((await ask("/admin/access?gate=nothing", { token: root })).status).toBe(404);
    expect((await ask("/admin/access?as=constructor", { token: root })).status).toBe(404);
    expect((await ask("/admin/access?q=nothing-like-it", { token: root })).status).toBe(200);
  });

  it("is not for others", async () => {
    const nobody = await ask("/admin/access");
    expect([nobody.status, nobody.headers.get("location")]).toEqual([
      307,
      "/sign-in?redirect_url=%2Fadmin%2Faccess",
    ]);
    const alice = await ask("/admin/access", { token: await token("alice@acme.test", "acme") });
    expect([alice.status, alice.headers.get("location")]).toEqual([307, "/dashboard"]);
    expect(await alice.text()).not.toContain("project.delete");
  });
});

it("scrolls its tables and not itself, and keeps the first column in sight", async () => {
  const page = await visits.newPage();
  await signIn(page, "root@gatehouse.test", "/admin/access");
  await page.getByRole("button", { name: "Open user menu" }).waitFor();
  await lookAt(page, "admin-access", async () => {
    const region = page.getByRole("region", { name: "Procedures" });
    const header = region.getByRole("rowheader").first();
    await region.evaluate((element) => {
      element.scrollLeft = 0;
    });
    const before = await header.boundingBox();
    await region.focus();
    await region.evaluate((element) => {
      element.scrollLeft = 10_000;
    });
    expect((await header.boundingBox())?.x).toBeCloseTo(before?.x ?? -1, 0);
  });
});
