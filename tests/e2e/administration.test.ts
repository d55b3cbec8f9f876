import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { seedPassword } from "../../local/seed/accounts.ts";
import { fillSignIn, signIn, useBrowser } from "../support/browser.ts";
import {
  ask,
  clerk,
  drainWebhooks,
  organizationId,
  served,
  token,
  userId,
} from "../support/e2e.ts";
import { runSql } from "../support/sql.ts";

const visits = useBrowser();
const sam = { email: "sam@support.test", name: "Sam Support", id: "" };

beforeAll(async () => {
  const [firstName, lastName] = sam.name.split(" ");
  const user = await clerk.users.createUser({
    emailAddress: [sam.email],
    password: seedPassword,
    firstName,
    lastName,
  });
  sam.id = user.id;
  await drainWebhooks();
});

const facts = (page: Page) => page.getByLabel("About this person");
/** A word of the person's status. */
const badge = (page: Page, name: string) => facts(page).getByText(name, { exact: true });

/** Opens the question of an action that has to be confirmed by the person's address, and answers it. */
async function confirm(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: action, exact: true }).click();
  const question = page.getByRole("alertdialog");
  await question.getByLabel(`Type “${sam.email}” to confirm`).fill(sam.email);
  await question.getByRole("button", { name: action, exact: true }).click();
}

/** What is read out of a control besides its name. */
function descriptionOf(control: Locator): Promise<string> {
  return control.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
      .join(" "),
  );
}

/** As if whoever is signed in had proven twenty minutes ago who they are. */
async function growOld(page: Page): Promise<void> {
  const id = await page.evaluate<string>("Clerk.session.id");
  await fetch(`${served.clerkUrl}/local/sessions/${id}/factor_age`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ minutes: 20 }),
  });
  await page.evaluate("Clerk.session.getToken({ skipCache: true })");
}

describe("support", () => {
  it("finds a person, bans them and lets them in again, makes them an administrator and back", async () => {
    // The browser's console tells of the call that was refused until the administrator had proven who they are.
    const page = await visits.newPage({ allow: [/status of 403/] });
    const theirs = await visits.newPage({ allow: [/status of 40[13]/] });
    await theirs.goto("/sign-in?redirect_url=%2Fdashboard");
    await fillSignIn(theirs, sam.email);
    await theirs.waitForURL((url) => url.pathname !== "/sign-in");

    await signIn(page, "root@gatehouse.test", "/admin/users");
    await page.getByLabel("Name, e-mail or id").fill("sam@supp");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get("q") === "sam@supp");
    await page.getByRole("table", { name: "Users" }).getByRole("link", { name: sam.name }).click();
    await page.getByRole("heading", { level: 1, name: sam.name }).waitFor();
    await badge(page, "Active").waitFor();
    await page.getByRole("table", { name: "Sessions" }).waitFor();

    await growOld(page);
    await confirm(page, "Ban");
    await page.getByText("Verification required").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(seedPassword);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await badge(page, "Banned").waitFor();
    await page.getByText("Signed in nowhere.").waitFor();
    await theirs.goto("/dashboard");
    await theirs.waitForURL((url) => /^\/(session-ended|sign-in)/.test(url.pathname));

    await page.getByRole("button", { name: "Lift the ban", exact: true }).click();
    await badge(page, "Active").waitFor();
    await confirm(page, "Make administrator");
    await badge(page, "Administrator").waitFor();
    await confirm(page, "Unmake administrator");
    await badge(page, "Administrator").waitFor({ state: "detached" });

    await page.goto(
      `/admin/audit?action=admin.banUser&actor=${await userId("root@gatehouse.test")}`,
    );
    const trail = page.getByRole("table", { name: "Audit trail" });
    const rows = trail.getByRole("row").filter({ hasText: sam.name });
    await rows.filter({ hasText: "Done" }).first().waitFor();
    await trail.getByText("Reverification required").first().waitFor();
    await rows.getByRole("link", { name: sam.name }).first().click();
    await page.getByRole("heading", { level: 1, name: sam.name }).waitFor();
  });

  it("mends a row that was changed behind Clerk's back, and says what it was", async () => {
    await runSql(
      served.databaseOwnerUrl,
      `UPDATE "public"."User" SET "name" = 'Nobody', "locked" = true WHERE "id" = $1`,
      [sam.id],
    );
    const page = await visits.newPage();
    await signIn(page, "root@gatehouse.test", `/admin/users/${sam.id}`);
    await page.getByRole("heading", { level: 1, name: "Nobody" }).waitFor();
    await badge(page, "Locked out").waitFor();
    await page.getByRole("button", { name: "Resynchronize", exact: true }).click();
    await page.getByText(/user: changed \((name, locked|locked, name)\)/).waitFor();
    await page.getByRole("heading", { level: 1, name: sam.name }).waitFor();

    await page.goto(`/admin/organizations/${await organizationId("acme")}`);
    await page.getByRole("button", { name: "Resynchronize", exact: true }).click();
    await page.getByText(/organization: the same/).waitFor();
    await page
      .getByRole("table", { name: "Members" })
      .getByRole("link", { name: "Bob Baker" })
      .click();
    await page.getByRole("heading", { level: 1, name: "Bob Baker" }).waitFor();
    await page.getByRole("table", { name: "Recent activity" }).waitFor();
  });

  it("does not offer what would be refused, and says why", async () => {
    const page = await visits.newPage();
    const root = await userId("root@gatehouse.test");
    await signIn(page, "root@gatehouse.test", `/admin/users/${root}`);
    for (const name of ["Ban", "Unmake administrator"]) {
      const button = page.getByRole("button", { name, exact: true });
      await expect.poll(() => button.getAttribute("aria-disabled")).toBe("true");
      await expect.poll(() => descriptionOf(button)).toContain("You cannot do this to yourself.");
      await button.focus();
      await page.keyboard.press("Enter");
      expect(await page.getByRole("alertdialog").count()).toBe(0);
    }
  });
});

it("the pages of administrators are theirs alone, and not for addresses that somebody made up", async () => {
  const [alice, root] = await Promise.all([
    token("alice@acme.test", "acme"),
    token("root@gatehouse.test"),
  ]);
  for (const path of [
    `users/${sam.id}`,
    `organizations/${await organizationId("acme")}`,
    "audit",
  ]) {
    const answer = await ask(`/admin/${path}`, { token: alice });
    expect([answer.status, answer.headers.get("location")]).toEqual([307, "/dashboard"]);
  }
  for (const path of [
    "users/user_none",
    "users/not%20one",
    "users?status=constructor",
    "users?order=random",
    "users?after=abc",
    "organizations/org_none",
    "organizations?status=banned",
    "audit?action=project.destroy",
    "audit?outcome=fine",
    "audit?chain=everything",
  ])
    expect((await ask(`/admin/${path}`, { token: root })).status, path).toBe(404);
});
