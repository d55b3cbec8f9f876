import { createServer } from "node:http";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { seedPassword } from "../../../local/seed/accounts.ts";
import { seedPeople } from "../../../local/seed/people.ts";
import { Browser } from "../frontend-caller.ts";
import { asRecord, until } from "../start.ts";
import { changeSettings, useJourney } from "./visit.ts";

const journey = await useJourney();
const { clerk, api } = journey;

/** The application, which takes webhooks as long as it is up. */
const application = { answer: 200, received: 0 };
const server = createServer((_, response) => {
  application.received += 1;
  response.writeHead(application.answer).end();
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const address = server.address();
if (address === null || typeof address === "string") throw new Error("not a TCP server");
await changeSettings(clerk, {
  webhooks: { url: `http://localhost:${address.port}/api/webhooks/clerk`, retryFactor: 0 },
});

const people = await seedPeople(api);
const acme = people.organizations.get("acme") ?? "";
const alice = people.users.get("alice@acme.test") ?? "";
await api.organizations.createOrganizationInvitation({
  organizationId: acme,
  inviterUserId: alice,
  emailAddress: "frank@example.test",
  role: "org:member",
});
const browser = await new Browser(clerk.url).open();
await browser.signIn("alice@acme.test", seedPassword);
await until("the webhooks of the seed", () => application.received >= 10);

async function open(path = "", options: Parameters<typeof journey.newPage>[0] = {}): Promise<Page> {
  const page = await journey.newPage(options);
  await page.goto(`${clerk.url}/console${path}`);
  return page;
}

const sections = [
  "Overview",
  "Users",
  "Organizations",
  "Sessions",
  "Mail",
  "Deliveries",
  "Settings",
  "Keys",
  "Snapshots",
];

/** A fresh address that the server has sent something to. */
async function sendCode(to: string): Promise<string> {
  const another = await new Browser(clerk.url).open();
  await another.signUp({ email_address: to, password: seedPassword });
  const id = (await another.client()).sign_up?.id ?? "";
  await another.post(`/v1/client/sign_ups/${id}/prepare_verification`, { strategy: "email_code" });
  const response = await fetch(`${clerk.url}/local/mail?to=${encodeURIComponent(to)}`);
  return /"code":"(\d{6})"/.exec(await response.text())?.[1] ?? "";
}

describe("whoever sits at the console", () => {
  test("sees a code the moment it is sent, and copies it", async () => {
    const page = await open("/mail");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy link for frank@example.test" }).waitFor();
    const code = await sendCode("greta@example.test");
    expect(code).toMatch(/^\d{6}$/);
    // Without loading the page again.
    await page.getByRole("button", { name: "Copy code for greta@example.test" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code);
    await page.getByRole("status").filter({ hasText: "Copied" }).waitFor({ state: "attached" });
  });

  test("revokes a session, and the browser that had it is signed out", async () => {
    const page = await open("/sessions");
    expect((await browser.client()).sessions).toHaveLength(1);
    await page.getByRole("button", { name: "Revoke the session of alice@acme.test" }).click();
    await page.getByText("Revoked.").waitFor();
    expect((await browser.client()).sessions).toEqual([]);
  });

  test("switches an API off, sees it fail, and switches everything on again", async () => {
    const page = await open("/settings");
    const outages = page.getByRole("form", { name: "Outages" });
    const backend = outages.getByRole("group", { name: "Backend API" });
    await backend.getByLabel("Condition").selectOption("down");
    await outages.getByRole("button", { name: "Save Outages" }).click();
    await page.getByText("Saved.").waitFor();
    await expect(api.users.getCount()).rejects.toMatchObject({ status: 503 });
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByText("Outages, Backend API, Condition: down").waitFor();
    await page.getByRole("link", { name: "Settings 1 fault" }).waitFor();
    await journey.screenshot(page, "console-fault");
    await page.getByRole("button", { name: "Turn all off" }).click();
    await page.getByText("Every fault is off.").waitFor();
    expect(await api.users.getCount()).toBeGreaterThan(0);
  });

  test("saves every section as it is shown, and nothing changes", async () => {
    const settings = async (): Promise<unknown> =>
      (await fetch(`${clerk.url}/local/settings`)).json();
    const before = await settings();
    const page = await open("/settings");
    for (const name of ["Instance", "Webhooks and chaos", "Outages"]) {
      await page.getByRole("button", { name: `Save ${name}` }).click();
      await page.getByText("Saved.").waitFor();
      await page.goto(`${clerk.url}/console/settings`);
    }
    expect(await settings()).toEqual(before);
  });

  test("sends a failed delivery again", async () => {
    application.answer = 500;
    await api.users.createUser({ emailAddress: ["hugo@example.test"] });
    const failed = async () =>
      asRecord(await (await fetch(`${clerk.url}/local/deliveries?limit=0`)).json()).failed;
    await expect.poll(failed).toBe(1);
    const page = await open("/deliveries?status=failed");
    await page.getByRole("link", { name: "user.created" }).click();
    await page.getByText("hugo@example.test").first().waitFor();
    await page.getByRole("cell", { name: "500" }).first().waitFor();
    application.answer = 200;
    await page.getByRole("button", { name: "Resend" }).click();
    await page.getByRole("cell", { name: "manual" }).waitFor();
    await page.locator("dd", { hasText: "delivered" }).waitFor();
  });

  test("saves a snapshot, changes something, and comes back", async () => {
    const page = await open("/snapshots");
    await page.getByLabel("Name").fill("before");
    await page.getByRole("button", { name: /^Save \d+ records$/ }).click();
    await page.getByText("The snapshot was saved.").waitFor();
    const people = await api.users.getCount();
    const user = await api.users.createUser({ emailAddress: ["ida@example.test"] });
    await page.goto(`${clerk.url}/console/users/${user.id}`);
    await page.getByText("Delete", { exact: true }).click();
    await page.getByRole("button", { name: "Delete this user" }).click();
    await page.getByText("Deleted.").waitFor();
    await api.users.createUser({ emailAddress: ["jon@example.test"] });
    expect(await api.users.getCount()).toBe(people + 1);
    await page.goto(`${clerk.url}/console/snapshots`);
    await page.locator("summary", { hasText: "Restore before" }).click();
    await page.getByRole("button", { name: "Restore before" }).click();
    await page.getByText(/The snapshot was restored\. \d+ records\./).waitFor();
    expect(await api.users.getCount()).toBe(people);
  });

  test("gets everywhere by keyboard, and always sees where", async () => {
    const page = await open("/users");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Go to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Search by name, e-mail or id");
    await page.getByRole("heading", { name: "Users" }).click();
    await page.keyboard.press("/");
    await page.keyboard.type("bob");
    await page.keyboard.press("Enter");
    await page.getByText("1 person").waitFor();
    await page.getByRole("link", { name: "Bob Baker" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Bob Baker" }).waitFor();
    await page.locator("summary", { hasText: "Delete" }).focus();
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).toBe("solid");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Delete this user");
  });

  test("hears what everything is", async () => {
    const page = await open();
    for (const one of sections) {
      await page.goto(`${clerk.url}/console${one === "Overview" ? "" : `/${one.toLowerCase()}`}`);
      expect(await page.getByRole("heading", { level: 1 }).allTextContents()).toEqual([one]);
      expect(await page.title()).toBe(`${one} · Local Clerk`);
      await page
        .getByRole("navigation", { name: "Sections" })
        .getByRole("link", { name: one })
        .and(page.locator("[aria-current=page]"))
        .waitFor();
      expect([one, await page.evaluate(unnamed)]).toEqual([one, []]);
    }
  });
});

/** What a screen reader could not name, and ids that are there twice. */
function unnamed(): string[] {
  const controls = [...document.querySelectorAll("a,button,summary,input,select,textarea")];
  const silent = controls.filter((one) => {
    const labels = "labels" in one && one.labels instanceof NodeList ? [...one.labels] : [];
    const names = [
      one.textContent,
      one.getAttribute("aria-label"),
      ...labels.map((label) => label.textContent),
    ];
    return !names.some((name) => name?.trim());
  });
  const pictures = [...document.querySelectorAll("img:not([alt])")];
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index);
  return [...[...silent, ...pictures].map((one) => one.outerHTML), ...repeated];
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    const placeholder = active instanceof HTMLInputElement ? active.placeholder : "";
    return placeholder || (active?.textContent.trim() ?? "");
  });
}

const widths = [1280, 390] as const;
const schemes = ["light", "dark"] as const;

describe("the pictures of the console", () => {
  test.each(widths.flatMap((width) => schemes.map((scheme) => [width, scheme] as const)))(
    "%i wide, %s: nothing is wider than the screen",
    async (width, scheme) => {
      const page = await open();
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 840 });
      const pages = [
        ...sections.map((one) => (one === "Overview" ? "" : `/${one.toLowerCase()}`)),
        `/users/${alice}`,
        `/organizations/${acme}`,
      ];
      for (const path of pages) {
        await page.goto(`${clerk.url}/console${path}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([path, wide]).toEqual([path, width]);
        const name = path.replaceAll("/", "-").replace(/_\w+$/, "") || "-overview";
        await journey.screenshot(page, `console${name}-${width}-${scheme}`);
      }
      await page.goto(`${clerk.url}/console/deliveries`);
      await page.getByRole("link", { name: "session.created" }).first().click();
      await page.getByRole("heading", { name: "Attempts" }).waitFor();
      await journey.screenshot(page, `console-delivery-${width}-${scheme}`);
    },
  );
});
