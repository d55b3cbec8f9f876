import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { at } from "../../local/clerk/console/sections/settings/form.ts";
import { asRecord, client, start, type Started } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";

async function page(path: string, of: Started = clerk): Promise<string> {
  const response = await fetch(`${of.url}/console${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

/** As the console's forms send it. */
async function post(path: string, fields: Record<string, string> = {}, of: Started = clerk) {
  const response = await fetch(`${of.url}/console${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: of.url, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, to: response.headers.get("location") ?? "", response };
}

const sections = [
  "",
  "/users",
  "/organizations",
  "/sessions",
  "/mail",
  "/deliveries",
  "/settings",
  "/keys",
  "/snapshots",
];

describe("a page of the console", () => {
  test("is where a browser lands that asks for nothing else", async () => {
    const response = await fetch(clerk.url, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "/console"]);
  });

  test.each(sections)("%s loads nothing of others, and is framed by nobody", async (path) => {
    const response = await fetch(`${clerk.url}/console${path}`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\/(?!localhost)/);
    // What the policy would refuse: a style or a script in the page itself.
    expect(html).not.toMatch(/ style=| on\w+=|<style|<script(?! type="module" src="\/console\/)/);
  });

  test("loads every file that it names", async () => {
    const files = [...(await page("")).matchAll(/"(\/console\/files\/[\w.]+)"/g)];
    const css = await (await fetch(`${clerk.url}/console/files/console.css`)).text();
    const fonts = [...css.matchAll(/url\("([\w.]+)"\)/g)].map((one) => `/console/files/${one[1]}`);
    const names = [...files.map((one) => one[1] ?? ""), ...fonts];
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const name of names) {
      expect([name, (await fetch(clerk.url + name)).status]).toEqual([name, 200]);
    }
  });

  test("says so when there is none", async () => {
    for (const path of ["/nothing", "/users/user_nobody", "/deliveries/msg_none"]) {
      const response = await fetch(`${clerk.url}/console${path}`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get("content-type")).toContain("text/html");
    }
    expect(clerk.lines.filter((line) => line.includes(" failed: "))).toEqual([]);
  });

  test("shows every value as text, whatever is in it", async () => {
    const evil = `<script>alert("&'")</script>`;
    const user = await api.users.createUser({
      emailAddress: ["evil@example.test"],
      firstName: evil,
      publicMetadata: { evil },
    });
    const organization = await api.organizations.createOrganization({
      name: evil,
      createdBy: user.id,
    });
    await api.organizations.createOrganizationInvitation({
      organizationId: organization.id,
      emailAddress: `"${evil.replaceAll(" ", "")}"@example.test`,
      role: "org:member",
    });
    const paths = [...sections, `/users/${user.id}`, `/organizations/${organization.id}`];
    const query = `?q=${encodeURIComponent(evil)}&type=${encodeURIComponent(evil)}&done=${encodeURIComponent(evil)}`;
    let seen = 0;
    for (const path of paths) {
      for (const html of [await page(path), await page(path + query)]) {
        expect(html).not.toContain("<script>");
        if (html.includes("&lt;script&gt;")) seen += 1;
      }
    }
    expect(seen).toBeGreaterThanOrEqual(8);
    const refused = await post("/snapshots", { name: evil });
    expect(refused.status).toBe(422);
    expect(await refused.response.text()).not.toContain("<script>");
  });
});

describe("the console's forms", () => {
  test("ban, lock and delete people, who are then out", async () => {
    const of = await start();
    const { users } = client(of);
    const user = await users.createUser({ emailAddress: ["alice@acme.test"], password });
    const browser = await new Browser(of.url).open();
    await browser.signIn("alice@acme.test", password);
    const banned = await post(`/users/${user.id}/ban`, {}, of);
    expect([banned.status, banned.to]).toEqual([303, `/console/users/${user.id}?done=banned`]);
    expect((await browser.client()).sessions).toEqual([]);
    expect((await users.getUser(user.id)).banned).toBe(true);
    expect(await page(`/users/${user.id}`, of)).toContain("Unban");
    await post(`/users/${user.id}/unban`, {}, of);
    await post(`/users/${user.id}/lock`, {}, of);
    expect((await users.getUser(user.id)).locked).toBe(true);
    await post(`/users/${user.id}/unlock`, {}, of);
    const now = await users.getUser(user.id);
    expect([now.banned, now.locked]).toEqual([false, false]);
    await post(`/users/${user.id}/delete`, {}, of);
    expect(await users.getCount()).toBe(0);
  });

  test("sign in by a link, as oneself or as somebody else", async () => {
    const user = await api.users.createUser({ emailAddress: ["linked@example.test"] });
    for (const [kind, actor] of [
      ["sign-in-link", null],
      ["impersonation-link", "local-console"],
    ] as const) {
      const { to } = await post(`/users/${user.id}/${kind}`);
      const html = await (await fetch(clerk.url + to)).text();
      const ticket = /ticket=([\w-]+)/.exec(html)?.[1] ?? "";
      const browser = await new Browser(clerk.url).open();
      await browser.post("/v1/client/sign_ins", { strategy: "ticket", ticket });
      const [session] = (await browser.client()).sessions;
      expect(session?.user.id).toBe(user.id);
      expect(session?.actor?.sub ?? null).toBe(actor);
      // It is spent.
      expect(await (await fetch(clerk.url + to)).text()).not.toContain("ticket=");
    }
    const another = await api.users.createUser({ emailAddress: ["another@example.test"] });
    const { to } = await post(`/users/${user.id}/sign-in-link`);
    const link = new URL(to, clerk.url).search;
    expect(await page(`/users/${another.id}${link}`)).not.toContain("ticket=");
  });

  test("revoke sessions and invitations, and delete organizations", async () => {
    const of = await start();
    const { users, organizations, sessions } = client(of);
    const user = await users.createUser({ emailAddress: ["alice@acme.test"] });
    const organization = await organizations.createOrganization({
      name: "Acme",
      createdBy: user.id,
    });
    const organizationId = organization.id;
    const emailAddress = "frank@example.test";
    const role = "org:member";
    const invitation = await organizations.createOrganizationInvitation({
      organizationId,
      emailAddress,
      role,
    });
    const session = await sessions.createSession({ userId: user.id });
    await post(`/sessions/${session.id}/revoke`, {}, of);
    expect((await sessions.getSession(session.id)).status).toBe("revoked");
    await post(`/organizations/${organizationId}/invitations/${invitation.id}/revoke`, {}, of);
    const { data } = await organizations.getOrganizationInvitationList({ organizationId });
    expect(data.map((one) => one.status)).toEqual(["revoked"]);
    await post(`/organizations/${organizationId}/delete`, {}, of);
    expect((await organizations.getOrganizationList()).totalCount).toBe(0);
  });

  test("save, restore and delete snapshots, and reset", async () => {
    const of = await start();
    const { users } = client(of);
    await users.createUser({ emailAddress: ["kept@example.test"] });
    expect((await post("/snapshots", { name: "demo" }, of)).to).toContain("done=snapshot-saved");
    expect((await post("/reset", {}, of)).status).toBe(303);
    expect(await users.getCount()).toBe(0);
    expect((await post("/snapshots/demo/restore", {}, of)).to).toContain("done=snapshot-restored");
    expect(await users.getCount()).toBe(1);
    expect((await post("/snapshots/demo/delete", {}, of)).status).toBe(303);
    expect((await post("/snapshots/demo/restore", {}, of)).status).toBe(404);
  });

  test("rotate keys", async () => {
    const of = await start();
    expect(await page("/keys", of)).toContain(of.webhookSecret);
    await post("/keys/rotate-webhook-secret", {}, of);
    expect(await page("/keys", of)).not.toContain(of.webhookSecret);
    const keysOf = async () =>
      asRecord(await (await fetch(`${of.url}/.well-known/jwks.json`)).json());
    const old = await keysOf();
    await post("/keys/rotate", {}, of);
    expect(await keysOf()).not.toEqual(old);
    expect(await page("/keys", of)).toContain("verifies what it signed");
  });
});

describe("the settings' forms", () => {
  /** What a browser sends for the form of a section as it is shown. */
  async function formOf(section: string): Promise<Record<string, string>> {
    const all = await settings();
    const fields = pathsOf(all[section], section).flatMap((path): [string, string][] => {
      const value = at(all, path);
      if (value === false) return [];
      if (Array.isArray(value)) return [[path, value.join("\n")]];
      return [[path, value === true ? "on" : value === null ? "" : textOf(value)]];
    });
    return Object.fromEntries(fields);
  }

  async function settings(): Promise<Record<string, unknown>> {
    return asRecord(await (await fetch(`${clerk.url}/local/settings`)).json());
  }

  test.each(["webhooks", "outages"])(
    "%s: saving what is shown changes nothing",
    async (section) => {
      const before = await settings();
      const form = await formOf(section);
      expect(Object.keys(form).length).toBeGreaterThan(5);
      const { status, response } = await post(`/settings/${section}`, form);
      expect([status, status === 303 ? "" : await response.text()]).toEqual([303, ""]);
      expect(await settings()).toEqual(before);
    },
  );

  test("have a field for every setting, which changes it", async () => {
    const names = pathsOf(await settings());
    const html = await page("/settings");
    expect(names.filter((name) => !html.includes(`name="${name}"`))).toEqual([]);
    const form = await formOf("outages");
    await post("/settings/outages", {
      ...form,
      "outages.backendApi.condition": "down",
      "outages.backendApi.times": "1",
    });
    await expect(api.users.getCount()).rejects.toMatchObject({ status: 503 });
    expect(await api.users.getCount()).toBeGreaterThanOrEqual(0);
    await post("/settings/outages", { ...form, "outages.frontendApi.delayMs": "25" });
    expect(await page("")).toContain("Delay, in ms");
    await post("/faults/off");
    expect(await page("")).not.toContain("Delay, in ms");
  });

  test("keep what was sent when it is refused, and change nothing", async () => {
    const before = await settings();
    const form = await formOf("webhooks");
    const { status, response } = await post("/settings/webhooks", {
      ...form,
      "webhooks.url": "https://elsewhere.example/hook",
      "webhooks.timeoutMs": "4321",
    });
    const html = await response.text();
    expect(status).toBe(422);
    expect(html).toContain("webhooks.url");
    expect(html).toContain('value="https://elsewhere.example/hook"');
    expect(html).toContain('value="4321"');
    expect(html).toMatch(/id="webhooks.url"[^>]*aria-invalid="true"/);
    expect(await settings()).toEqual(before);
  });
});

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function pathsOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  // A record of any names is one field.
  if (path === "instance.sessionClaims") return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsOf(inner, path ? `${path}.${key}` : key),
  );
}

describe("the look", () => {
  const root = join(import.meta.dirname, "../..");
  const own = readFileSync(join(root, "local/clerk/console/files/console.css"), "utf8");
  const application = readFileSync(join(root, "app/globals.css"), "utf8");

  function tokens(css: string, start: RegExp): Record<string, string> {
    const block = (css.split(start)[1] ?? "").split("}")[0] ?? "";
    return Object.fromEntries(
      [...block.matchAll(/--gh-([\w-]+): ([^;]+);/g)].map((one) => [one[1] ?? "", one[2] ?? ""]),
    );
  }

  const light = tokens(own, /^:root \{/m);
  const dark = tokens(own, /scheme: dark\) \{\s*:root \{/);

  test("has the application's colours", () => {
    expect(Object.keys(light).length).toBeGreaterThan(15);
    expect(light).toEqual(tokens(application, /^:root \{/m));
    expect(dark).toEqual(tokens(application, /^\.dark \{/m));
  });

  function luminance(colour: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  test.each([
    ["text", "background"],
    ["muted", "background"],
    ["muted", "surface"],
    ["muted", "subtle"],
    ["muted", "code"],
    ["accent", "background"],
    ["accent", "surface"],
    ["on-accent", "accent"],
    ["on-danger", "danger"],
    ["danger", "surface"],
    ["danger", "danger-subtle"],
    ["success", "success-subtle"],
    ["warning", "warning-subtle"],
  ])("%s can be read on %s", (front, back) => {
    for (const colours of [light, dark]) {
      const [a, b] = [luminance(colours[front] ?? ""), luminance(colours[back] ?? "")];
      expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
