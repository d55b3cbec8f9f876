import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";
import { ask, dataOf, fresh, query, served, token } from "../support/e2e.ts";
import { quiet } from "../support/quiet.ts";

const visits = useBrowser();

describe("a server component", () => {
  it("calls in process: the page arrives with its data, and nobody asks for it over HTTP", async () => {
    const page = await visits.newPage();
    await signIn(page, "alice@acme.test", "/org/acme/dashboard");
    const calls: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/trpc/")) calls.push(request.url());
    });
    const logged = readFileSync(served.logs.next, "utf8").length;
    const response = await page.goto("/org/acme/dashboard");
    expect(await response?.text()).toContain("Website relaunch");
    await page.getByRole("link", { name: "Website relaunch" }).waitFor();
    await quiet(page);
    // What it asks for is to hear of changes, and not for what it has.
    expect(calls.filter((url) => !url.includes("project.watch"))).toEqual([]);
    // A call that rendering made as nobody would have been refused, and a refusal is logged.
    expect(readFileSync(served.logs.next, "utf8").slice(logged)).not.toContain("signed_out");
  });
});

describe("the server action createPost", () => {
  it("passes the same gate and schema as the procedure", async () => {
    const page = await visits.newPage();
    await signIn(page, "bob@acme.test", "/dashboard");
    const write = async (title: string): Promise<void> => {
      await page.getByLabel("Title").fill(title);
      await page.getByLabel("Text").fill("By an action.");
      await page.getByRole("button", { name: "Save draft" }).click();
    };
    await page.getByRole("button", { name: "New post" }).click();
    await write("   ");
    await page.getByText("Write something.").waitFor();

    const sent = page.waitForRequest(
      (request) => request.method() === "POST" && "next-action" in request.headers(),
    );
    const title = fresh("A draft");
    await write(title);
    await page.getByRole("listitem").filter({ hasText: title }).waitFor();

    // The same request without a cookie: an action is an address like any other.
    const request = await sent;
    const headers = await request.allHeaders();
    const replay = await ask(new URL(request.url()).pathname, {
      method: "POST",
      body: (request.postData() ?? "").replace(title, "Forged"),
      headers: {
        "content-type": headers["content-type"] ?? "",
        "next-action": headers["next-action"] ?? "",
        origin: served.appUrl,
      },
    });
    // Nor from another site, whoever's cookies it brings: Next would answer 500, the middleware refuses before.
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const asked = (path: string, origin: string | null) =>
      ask(path, {
        method: "POST",
        body: (request.postData() ?? "").replace(title, "Forged"),
        headers: {
          cookie,
          "content-type": headers["content-type"] ?? "",
          "next-action": headers["next-action"] ?? "",
          ...(origin === null ? {} : { origin }),
        },
      });
    for (const origin of ["https://evil.example", "null", null]) {
      const refused = await asked(new URL(request.url()).pathname, origin);
      expect(refused.status).toBe(403);
      expect(refused.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(await refused.text()).toContain("cross_origin");
      // Where the middleware does not run, Next and the action refuse.
      const open = await asked("/blog", origin);
      expect(await open.text()).not.toContain('"ok":true');
    }

    const answer = await replay.text();
    expect(answer.includes("signed_out") || replay.status >= 300, answer).toBe(true);
    expect(answer).not.toContain('"ok":true');

    const bob = await token("bob@acme.test");
    const mine = JSON.stringify(await dataOf(await query("post.mine", {}, { token: bob })));
    expect(mine).toContain(title);
    expect(mine).not.toContain("Forged");
  });
});
