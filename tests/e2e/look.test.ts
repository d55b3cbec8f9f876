import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";
import type { Email } from "../support/e2e.ts";
import { quiet } from "../support/quiet.ts";
import { lookAt } from "../support/looks.ts";

/** Pictures of the main pages for people to look at, and what a program can see of them. */
const visits = useBrowser();

interface Look {
  readonly name: string;
  readonly path: string;
  readonly as: Email | null;
  readonly heading: string | RegExp;
  /** The path is a list; the picture is of the entry with this name. */
  readonly open?: string;
  readonly status?: number;
}

const looks: readonly Look[] = [
  { name: "home", path: "/", as: null, heading: /./ },
  { name: "about", path: "/about", as: null, heading: /./ },
  { name: "pricing", path: "/pricing", as: null, heading: /./ },
  { name: "blog", path: "/blog", as: null, heading: /./ },
  { name: "post", path: "/blog", as: null, heading: "The second lock", open: "The second lock" },
  { name: "sign-in", path: "/sign-in", as: null, heading: /sign in/i },
  { name: "sign-up", path: "/sign-up", as: null, heading: /sign up|create your account/i },
  { name: "not-found", path: "/nowhere", as: null, heading: "Not found", status: 404 },
  { name: "dashboard", path: "/dashboard", as: "alice@acme.test", heading: /Welcome, Alice/ },
  {
    name: "dashboard-empty",
    path: "/dashboard",
    as: "erin@example.test",
    heading: /Welcome, Erin/,
  },
  { name: "projects", path: "/org/acme/dashboard", as: "alice@acme.test", heading: "Projects" },
  {
    name: "projects-member",
    path: "/org/acme/dashboard",
    as: "bob@acme.test",
    heading: "Projects",
  },
  {
    name: "project",
    path: "/org/acme/dashboard",
    as: "alice@acme.test",
    heading: "Website relaunch",
    open: "Website relaunch",
  },
  { name: "members", path: "/org/acme/members", as: "alice@acme.test", heading: "Members" },
  { name: "settings", path: "/org/acme/settings", as: "alice@acme.test", heading: "Settings" },
  { name: "account", path: "/account", as: "alice@acme.test", heading: "Account" },
  { name: "onboarding", path: "/onboarding", as: "erin@example.test", heading: /Welcome/ },
  { name: "activity", path: "/org/acme/activity", as: "alice@acme.test", heading: "Activity" },
  { name: "admin", path: "/admin", as: "root@gatehouse.test", heading: /./ },
  { name: "admin-users", path: "/admin/users", as: "root@gatehouse.test", heading: "Users" },
  {
    name: "admin-organizations",
    path: "/admin/organizations",
    as: "root@gatehouse.test",
    heading: "Organizations",
  },
  {
    name: "admin-user",
    path: "/admin/users?q=bob",
    as: "root@gatehouse.test",
    heading: "Bob Baker",
    open: "Bob Baker",
  },
  {
    name: "admin-organization",
    path: "/admin/organizations?q=acme",
    as: "root@gatehouse.test",
    heading: "Acme",
    open: "Acme",
  },
  { name: "admin-audit", path: "/admin/audit", as: "root@gatehouse.test", heading: "Audit trail" },
];

const people = [...new Set(looks.map((look) => look.as))];

it.each(people)("the pages of %s", { timeout: 240_000 }, async (as) => {
  const page = await visits.newPage({ allow: [/status of 404/] });
  if (as) await signIn(page, as);
  for (const look of looks.filter((each) => each.as === as)) {
    await open(page, look);
    await lookAt(page, look.name, async (name) => {
      expect(await page.getByRole("main").count(), `${name} has one main`).toBe(1);
      // Clerk's cards have headings of their own; of some pages that is the only one.
      const own = await page.locator("h1:not(.cl-rootBox *)").count();
      expect(own || (await page.locator("h1").count()), `${name} has one h1`).toBe(1);
      expect(await page.title(), name).toMatch(/Gatehouse/);
    });
  }
});

async function open(page: Page, look: Look): Promise<void> {
  const response = await page.goto(look.path);
  expect(response?.status(), look.path).toBe(look.status ?? 200);
  if (look.open) await page.getByRole("link", { name: look.open }).first().click();
  const heading = page.getByRole("heading", { level: 1, name: look.heading });
  await heading.first().waitFor({ state: "attached" });
  await quiet(page);
  // What Clerk draws comes after its script has loaded.
  if (look.as) await page.getByRole("button", { name: "Open user menu" }).waitFor();
  if (look.name.startsWith("sign-")) await page.getByLabel("Email address").waitFor();
}
