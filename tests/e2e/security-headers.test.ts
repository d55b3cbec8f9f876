import { describe, expect, it } from "vitest";
import { surface } from "@/src/access/matrix/surface";
import { commonHeaders, publicPolicy, routePolicy } from "@/src/server/http/security-headers";
import { signIn, useBrowser } from "../support/browser.ts";
import { ask } from "../support/e2e.ts";

const visits = useBrowser();
const common = commonHeaders(false).map(({ key, value }) => [key.toLowerCase(), value] as const);
/** As next.config.ts names them for a build that runs with a local Clerk. */
const pictures = ["http://localhost:*", "http://127.0.0.1:*"];
const noncesOf = (policy = "") =>
  [...policy.matchAll(/'nonce-([^']+)'/g)].map(([, nonce]) => nonce);

/** Pages that ask for somebody, or run Clerk's components: all but those of the public. */
const pages = surface.filter(
  ({ kind, file }) => kind === "page" && !file.startsWith("app/(public)/"),
);
const publicPages = surface.filter(
  ({ kind, file, path }) =>
    kind === "page" && file.startsWith("app/(public)/") && !path.includes("["),
);

const addressOf = (path: string) =>
  path.replace("/org/[slug]", "/org/acme").replace(/\[.*?\]/g, "absent");

describe("the headers", () => {
  it("of every page of somebody's carry a policy with a nonce of its own, which all its scripts bear", async () => {
    const page = await visits.newPage();
    await signIn(page, "alice@acme.test", "/org/acme/dashboard");
    const admin = await visits.newPage();
    await signIn(admin, "root@gatehouse.test", "/admin");
    const seen: string[] = [];
    for (const { path } of pages) {
      const { request } = (path.startsWith("/admin") ? admin : page).context();
      for (let time = 0; time < 2; time++) {
        const answer = await request.get(addressOf(path), { maxRedirects: 0 });
        const headers = answer.headers();
        for (const [name, value] of common) expect(headers[name], `${name} of ${path}`).toBe(value);
        const [nonce, ...others] = noncesOf(headers["content-security-policy"]);
        expect(others).toEqual([]);
        expect(headers["content-security-policy"], path).not.toMatch(/unsafe-eval|ws:/);
        seen.push(nonce ?? "");
        if (answer.status() === 307) continue;
        const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
        expect(scripts.length, path).toBeGreaterThan(2);
        const bare = scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`));
        // The theme's own, which the policy names by its hash, and the one that does not run.
        // Of an absent page Next sends no more than what the browser needs to show that it is.
        const own = answer.status() === 404 ? [] : ["<script>", '<script type="application/json">'];
        expect(bare, path).toEqual(own);
      }
    }
    expect(seen).not.toContain("");
    expect(new Set(seen).size).toBe(2 * pages.length);
  });

  it("of a public page carry the public's policy and no cookie, and caches may keep it", async () => {
    for (const { path } of publicPages) {
      const { status, headers } = await ask(path);
      expect(status).toBe(200);
      for (const [name, value] of common)
        expect(headers.get(name), `${name} of ${path}`).toBe(value);
      expect(headers.get("content-security-policy")).toBe(
        publicPolicy({ development: false, pictures }),
      );
      expect(headers.get("set-cookie")).toBeNull();
    }
    const { headers } = await ask("/");
    expect(headers.get("x-nextjs-cache")).toBe("HIT");
    expect(headers.get("cache-control")).toContain("s-maxage");
  });

  it("of a route forbid everything, refused or not", async () => {
    for (const path of [
      "/api/trpc/post.published",
      "/api/trpc/me.get",
      "/api/data",
      "/api/health/live",
    ]) {
      const { headers } = await ask(path);
      for (const [name, value] of common)
        expect(headers.get(name), `${name} of ${path}`).toBe(value);
      expect(headers.get("content-security-policy"), path).toBe(routePolicy);
    }
  });

  it("are the same for credentials that cannot be read", async () => {
    for (const authorization of ["Bearer ak_0000", "Bearer a.b.c"]) {
      const { headers } = await ask("/sign-in", { headers: { authorization } });
      expect(noncesOf(headers.get("content-security-policy") ?? ""), authorization).toHaveLength(1);
    }
  });

  it("take no nonce from the request", async () => {
    const forged = "Zm9yZ2VkZm9yZ2VkZm9yZw==";
    const answer = await ask("/sign-in", {
      headers: { "x-nonce": forged, "content-security-policy": `script-src 'nonce-${forged}'` },
    });
    expect(answer.headers.get("content-security-policy")).not.toContain(forged);
    expect(await answer.text()).not.toContain(forged);
  });
});

describe("a script that somebody smuggles in", () => {
  it("does not run on a page that shows data", async () => {
    // What is smuggled in, React may find too, and complain of: only what the policy stopped is looked for.
    const stopped: string[] = [];
    const page = await visits.newPage({ onProblem: (problem) => stopped.push(problem) });
    await signIn(page, "alice@acme.test", "/org/acme/members");
    await page.route("**/org/acme/dashboard", async (route) => {
      const response = await route.fetch();
      const markup = `<script>window.smuggled = "script"</script>
        <img alt="" src="data:," onerror="window.smuggled = 'handler'">
        <base href="https://elsewhere.invalid/">`;
      const body = (await response.text()).replace("<main", `${markup}<main`);
      expect(body).toContain("smuggled");
      await route.fulfill({ response, body });
    });
    await page.goto("/org/acme/dashboard");
    for (const directive of ["script-src-elem", "script-src-attr", "base-uri"])
      await expect.poll(() => stopped.join("\n")).toContain(`(${directive})`);
    expect(await page.evaluate(() => "smuggled" in window)).toBe(false);
  });
});

describe("the way from a public page into the application", () => {
  it("loads a document, whose policy is its own", async () => {
    const page = await visits.newPage();
    for (const { path } of publicPages) {
      await page.goto(path);
      const ways = await page
        .locator("a[href='/sign-in'], a[href='/sign-up'], a[href='/dashboard']")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
      expect(ways.length, path).toBeGreaterThan(0);
      for (const href of new Set(ways)) {
        await page.goto(path);
        await page.evaluate(() => Object.assign(window, { stayed: true }));
        await page.locator(`a[href='${href}']:visible`).first().click();
        await page.waitForURL((url) => url.pathname !== path);
        expect(await page.evaluate(() => "stayed" in window), `${href} of ${path}`).toBe(false);
      }
    }
  });
});
