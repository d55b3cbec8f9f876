import { describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn, useBrowser, type PageOptions } from "../support/browser.ts";
import { ask, dataOf, fresh, mutate, readComplaints, token, type Email } from "../support/e2e.ts";
import { quiet } from "../support/quiet.ts";
import { posts } from "../../local/seed/posts.ts";

const visits = useBrowser();

describe("the public pages", () => {
  it.each(["/", "/about", "/pricing", "/blog"])("%s answers without Clerk", async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toMatch(/__clerk|clerk-js|clerk\.browser|pk_test_/i);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect([...response.headers.keys()].filter((name) => name.includes("clerk"))).toEqual([]);
  });

  it("load no script of Clerk's in the browser, nor leave a cookie of its", async () => {
    const page = await visits.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto("/");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await quiet(page);
    await page.goto("/blog");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await quiet(page);
    await page.getByRole("link", { name: posts[0]?.title }).first().click();
    await page.waitForURL("**/blog/*");
    await quiet(page);
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((url) => /clerk/i.test(url))).toEqual([]);
    expect(await page.evaluate(() => "Clerk" in window)).toBe(false);
    expect(await page.context().cookies()).toEqual([]);
  });
});

describe("the blog", () => {
  it("lists what is published and opens it; drafts are nowhere", async () => {
    const page = await visits.newPage({ allow: [/status of 404/] });
    await page.goto("/blog");
    for (const { title } of posts.filter((post) => post.published)) {
      await page.getByRole("link", { name: title }).first().waitFor();
    }
    for (const { title } of posts.filter((post) => !post.published)) {
      expect(await page.getByText(title).count()).toBe(0);
    }
    await page.getByRole("link", { name: "The second lock" }).first().click();
    await page.getByRole("heading", { level: 1, name: "The second lock" }).waitFor();
    await page.getByText("It does not share the first one's mistakes", { exact: false }).waitFor();
    await page.getByText("Carol Chen").first().waitFor();
    expect(await page.getByText("carol@globex.test").count()).toBe(0);

    const absent = await page.goto("/blog/no-such-post");
    expect(absent?.status()).toBe(404);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  });
});

describe("a post", () => {
  const Slug = z.object({ id: z.string(), slug: z.string() });

  it("is there once it is published, kept while it is, and gone once it is taken back", async () => {
    const carol = { token: await token("carol@globex.test") };
    const title = fresh("Kept");
    const draft = await mutate("post.create", { title, body: "## In short\n\nOf words." }, carol);
    const { id, slug } = Slug.parse(await dataOf(draft));
    const publish = async (published: boolean) =>
      dataOf(await mutate("post.publish", { id, published }, carol));
    const listed = async () => (await (await ask("/blog")).text()).includes(title);
    const read = () => ask(`/blog/${slug}`);
    expect((await read()).status).toBe(404);
    expect(await listed()).toBe(false);

    await publish(true);
    const shown = await read();
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain("In short</h2>");
    expect(shown.headers.get("cache-control")).toMatch(/s-maxage=60/);
    expect((await read()).headers.get("x-nextjs-cache")).toBe("HIT");
    expect(await listed()).toBe(true);

    await dataOf(await mutate("post.update", { id, title, body: "Rewritten." }, carol));
    expect(await (await read()).text()).toContain("Rewritten.");

    await publish(false);
    expect((await read()).status).toBe(404);
    expect(await listed()).toBe(false);
    await dataOf(await mutate("post.delete", { id }, carol));
  });
});

describe("every main page", () => {
  const visit = async (paths: readonly string[], as: Email | null, options?: PageOptions) => {
    const page = await visits.newPage(options);
    if (as) await signIn(page, as);
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
      await quiet(page);
      expect(new URL(page.url()).pathname, path).toBe(path);
    }
  };

  // What is asserted besides: useBrowser fails a test for any error in the console and any request that leaves the machine.
  it("of nobody is quiet in the console", () =>
    visit(["/", "/about", "/pricing", "/blog", "/sign-in", "/sign-up"], null));
  it("of a member is quiet in the console", () =>
    visit(["/dashboard", "/org/acme/dashboard", "/org/acme/members"], "alice@acme.test"));
  it("of an administrator is quiet in the console", () =>
    visit(["/dashboard", "/admin", "/admin/users", "/admin/organizations"], "root@gatehouse.test"));
  it("that does not exist says so, with its status", async () => {
    const page = await visits.newPage({ allow: [/status of 404/] });
    for (const path of ["/no/such/page", "/blog/no-such-post", "/orgs"]) {
      expect((await page.goto(path))?.status(), path).toBe(404);
      await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    }
  });
});

describe("what the tests' own watch would notice", () => {
  it("a request to another machine", async () => {
    const seen: string[] = [];
    const page = await visits.newPage({ onProblem: (problem) => seen.push(problem) });
    await page.goto("/");
    await page.evaluate(() => console.error("a fault"));
    // The page's own policy would stop a script that asks; a navigation it does not.
    await page.goto("http://elsewhere.invalid/").catch(() => null);
    await expect
      .poll(() => seen.join("\n"))
      .toContain("left this machine: http://elsewhere.invalid/");
    await expect.poll(() => seen.join("\n")).toContain("a fault");
  });

  it("the servers have nothing to complain of so far", () => {
    expect(readComplaints()).toEqual([]);
  });
});
