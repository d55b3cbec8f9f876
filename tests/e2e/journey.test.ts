import { describe, expect, it } from "vitest";
import { fillSignIn, signIn, useBrowser } from "../support/browser.ts";
import { ask, fresh, mailedCode } from "../support/e2e.ts";

const visits = useBrowser();
const notFound = { allow: [/status of 404/] };

describe("a member's day", () => {
  it("creates a project and a task, ticks it off, and finds both again; another organization does not", async () => {
    const page = await visits.newPage();
    await signIn(page, "alice@acme.test", "/org/acme/dashboard");
    const name = fresh("Moon base");
    await page.getByRole("button", { name: "New project" }).click();
    const dialog = page.getByRole("dialog", { name: "New project" });
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "Create project" }).click();
    await page.getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    const address = page.url();

    await page.getByLabel("New task").fill("Dig a crater");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const task = page.getByRole("checkbox", { name: "Dig a crater" });
    await task.waitFor();
    expect(await task.isChecked()).toBe(false);

    // Optimistic: the tick is there while the server still has not heard of it.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/trpc/task.toggle**", async (route) => {
      await held;
      await route.continue();
    });
    await task.click();
    await expect.poll(() => task.isChecked()).toBe(true);
    const answered = page.waitForResponse("**/api/trpc/task.toggle**");
    release();
    expect((await answered).status()).toBe(200);

    await page.reload();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await expect.poll(() => task.isChecked()).toBe(true);

    const other = await visits.newPage(notFound);
    await signIn(other, "carol@globex.test", "/org/globex/dashboard");
    await other.getByRole("link", { name: "Supplier portal" }).waitFor();
    expect(await other.getByRole("link", { name }).count()).toBe(0);
    const own = address.replace("/org/acme/", "/org/globex/");
    for (const url of [address, own]) {
      const response = await other.goto(url);
      expect(response?.status(), url).toBe(404);
      await other.getByRole("heading", { name: "There is nothing here" }).waitFor();
      expect(await other.getByText(name).count()).toBe(0);
    }

    await page.goto("/org/acme/dashboard");
    await page.getByRole("button", { name: `Delete ${name}` }).click();
    await page.getByLabel(`Type “${name}” to confirm`).fill(name);
    await page.getByRole("button", { name: "Delete project" }).click();
    await expect.poll(() => page.getByRole("link", { name }).count()).toBe(0);
  });

  it("takes the tick back, and says so, when the server refuses it", async () => {
    const page = await visits.newPage({ allow: [/status of 500/] });
    await signIn(page, "bob@acme.test", "/org/acme/dashboard");
    await page.getByRole("link", { name: "Website relaunch" }).click();
    const task = page.getByRole("checkbox", { name: "Move the DNS records on a Tuesday morning" });
    await task.waitFor();
    await page.route("**/api/trpc/task.toggle**", (route) =>
      route.fulfill({ status: 500, body: "" }),
    );
    await task.click();
    await page
      .getByText(/was not/)
      .first()
      .waitFor();
    await expect.poll(() => task.isChecked()).toBe(false);
  });
});

describe("the administration", () => {
  it("lists every user and organization for a platform administrator", async () => {
    const page = await visits.newPage();
    await signIn(page, "root@gatehouse.test", "/admin");
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Users" }).click();
    for (const email of ["alice@acme.test", "carol@globex.test", "erin@example.test"]) {
      await main.getByText(email).first().waitFor();
    }
    const navigation = page.getByRole("navigation", { name: "Main" });
    await navigation.getByRole("link", { name: "Organizations" }).click();
    for (const name of ["Acme", "Globex"]) await main.getByText(name).first().waitFor();
  });

  it("does not open for a member: the dashboard comes instead", async () => {
    const page = await visits.newPage();
    await signIn(page, "bob@acme.test");
    for (const path of ["/admin", "/admin/users", "/admin/organizations"]) {
      await page.goto(path);
      expect(new URL(page.url()).pathname).toBe("/dashboard");
      expect(await page.getByText("carol@globex.test").count()).toBe(0);
    }
    expect(await page.getByRole("link", { name: "Administration" }).count()).toBe(0);
  });
});

describe("somebody without an organization", () => {
  it("sees a dashboard that says so, and may create one", async () => {
    const page = await visits.newPage();
    await signIn(page, "erin@example.test");
    await page.getByRole("heading", { name: /Welcome, Erin/ }).waitFor();
    await page.getByRole("button", { name: "New organization" }).click();
    await page.getByLabel("Name", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Create organization" }).waitFor();
  });
});

describe("signing in and out", () => {
  it("leads from a private page to the sign-in form and back to it", async () => {
    const page = await visits.newPage();
    await page.goto("/org/acme/members");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    await fillSignIn(page, "alice@acme.test");
    await page.waitForURL("**/org/acme/members");
    await page.getByRole("heading", { level: 1, name: "Members" }).waitFor();

    await page.getByRole("button", { name: "Open user menu" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL((url) => url.pathname === "/");
    for (const path of ["/dashboard", "/org/acme/dashboard", "/admin"]) {
      await page.goto(path);
      const url = new URL(page.url());
      expect(url.pathname).toBe("/sign-in");
      expect(url.searchParams.get("redirect_url")).toContain(path);
    }
  });

  it("refuses a wrong password, and shows that", async () => {
    const page = await visits.newPage({ allow: [/status of 4\d\d/] });
    await page.goto("/sign-in");
    await fillSignIn(page, "alice@acme.test", "not-the-password");
    await page
      .getByText(/password is incorrect/i)
      .first()
      .waitFor();
    expect(new URL(page.url()).pathname).toContain("/sign-in");
  });

  it("signs up with a code sent by e-mail", async () => {
    const email = `${fresh("newcomer").replace(" ", "-")}@example.test`;
    const page = await visits.newPage();
    await page.goto("/sign-up");
    const fields: [string, string][] = [
      ["First name", "Nora"],
      ["Last name", "Newcomer"],
      ["Email address", email],
      ["Password", "a long enough password"],
    ];
    await page.getByLabel("Email address").waitFor();
    for (const [label, value] of fields) {
      const field = page.getByLabel(label, { exact: label === "Password" });
      if ((await field.count()) > 0) await field.fill(value);
    }
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByLabel(/verification code/i).waitFor();
    await page.getByLabel(/verification code/i).pressSequentially(await mailedCode(email));
    await page.waitForURL("**/onboarding");
    await page.getByRole("heading", { level: 1, name: /Welcome/ }).waitFor();
    // The cookies are the page's own; without them its address is as closed as before.
    expect((await ask("/api/user-data")).status).toBe(401);
  });
});
