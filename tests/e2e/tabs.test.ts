import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pageOrganizationHeader } from "@/src/access/page-organization";
import { signIn, useBrowser } from "../support/browser.ts";
import {
  dataOf,
  fresh,
  mutate,
  organizationId,
  query,
  refusalOf,
  sessionOfPage,
  token,
} from "../support/e2e.ts";

const visits = useBrowser();
const acme = "Website relaunch";
const globex = "Supplier portal";
const Created = z.object({ id: z.string() });

describe("a call that says which organization its page shows", () => {
  it("is refused with a token for another one, and changes neither", async () => {
    const dave = await token("dave@globex.test", "acme");
    const shown = { [pageOrganizationHeader]: await organizationId("globex") };
    const title = fresh("Meant for Globex");
    const answers = await Promise.all([
      mutate("project.create", { name: title }, { token: dave, headers: shown }),
      mutate("post.create", { title, body: "" }, { token: dave, headers: shown }),
      query("project.list", {}, { token: dave, headers: shown }),
      query("me.get", undefined, { token: dave, headers: shown }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(412);
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect((await refusalOf(answer)).data).toMatchObject({
        code: "PRECONDITION_FAILED",
        appCode: "organization_mismatch",
      });
    }
    for (const slug of ["acme", "globex"]) {
      const list = await query(
        "project.list",
        {},
        { token: await token("dave@globex.test", slug) },
      );
      expect(JSON.stringify(await dataOf(list)), slug).not.toContain(title);
    }
  });

  it("is answered with a token for that one", async () => {
    const alice = await token("alice@acme.test", "acme");
    const headers = { [pageOrganizationHeader]: await organizationId("acme") };
    const name = fresh("Meant for Acme");
    const answer = await mutate("project.create", { name }, { token: alice, headers });
    const { id } = Created.parse(await dataOf(answer));
    await mutate("project.delete", { id }, { token: alice, headers });
  });
});

describe("two tabs on two organizations", () => {
  it("a call that went out with the other tab's token is refused; the page activates its own organization and tries again", async () => {
    const page = await openBoth();
    const sent = await callWith(page, await tokenOfTab(page.context().pages()[1]), 1);
    const activated: (string | null)[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/touch")) {
        activated.push(new URLSearchParams(request.postData() ?? "").get("active_organization_id"));
      }
    });
    const title = fresh("From the first tab");
    await addTask(page, title);
    await page.getByRole("checkbox", { name: title }).waitFor();
    expect(statusesOf(sent, "task.create")).toEqual([412, 200]);
    expect(activated).toEqual([await organizationId("acme")]);

    await page.getByRole("button", { name: `Delete ${title}` }).click();
    await page.getByRole("button", { name: "Delete task" }).click();
    await expect.poll(() => page.getByRole("checkbox", { name: title }).count()).toBe(0);
    await leaveCalls(page);
  });

  it("tries once: when the token stays another's, the change is refused and says so", async () => {
    const page = await openBoth();
    const sent = await callWith(page, await tokenOfTab(page.context().pages()[1]), Infinity);
    const title = fresh("Never written");
    await addTask(page, title);
    await page.getByText("This page shows another organization").waitFor();
    expect(statusesOf(sent, "task.create")).toEqual([412, 412]);
    expect(await page.getByRole("checkbox", { name: title }).count()).toBe(0);
    await leaveCalls(page);
  });

  it("never show each other's data, however they are switched", async () => {
    const first = await openBoth();
    const second = first.context().pages()[1];
    if (!second) throw new Error("There are two tabs.");
    for (let turn = 0; turn < 3; turn += 1) {
      await first.bringToFront();
      await first.goto("/org/acme/dashboard");
      await first.getByRole("link", { name: acme }).waitFor();
      expect(await first.getByRole("link", { name: globex }).count()).toBe(0);
      await second.bringToFront();
      // The tab was left on Globex while Acme became the active one; what it fetches by itself is still Globex's.
      await second.getByRole("button", { name: "Archived" }).click();
      await second.getByText("Nothing is archived").waitFor();
      await second.getByRole("button", { name: "Active", exact: true }).click();
      await second.getByRole("link", { name: globex }).waitFor();
      expect(await second.getByRole("link", { name: acme }).count()).toBe(0);
    }
    // One tab that goes through both: the cache of one organization does not outlive its page.
    await first.goto("/org/globex/dashboard");
    await first.getByRole("link", { name: globex }).waitFor();
    expect(await first.getByRole("link", { name: acme }).count()).toBe(0);
    await first.goBack();
    await first.getByRole("link", { name: acme }).waitFor();
    expect(await first.getByRole("link", { name: globex }).count()).toBe(0);
  });
});

/** Dave with a project of Acme in the first tab, and Globex in the second, which was opened last. */
async function openBoth(): Promise<Page> {
  const first = await visits.newPage({ allow: [/status of 412/] });
  await signIn(first, "dave@globex.test", "/org/acme/dashboard");
  await first.getByRole("link", { name: acme }).click();
  await first.getByLabel("New task").waitFor();
  const second = await first.context().newPage();
  await second.goto("/org/globex/dashboard");
  await second.getByRole("link", { name: globex }).waitFor();
  await first.bringToFront();
  return first;
}

async function addTask(page: Page, title: string): Promise<void> {
  await page.getByLabel("New task").fill(title);
  await page.getByRole("button", { name: "Add", exact: true }).click();
}

interface Sent {
  readonly path: string;
  readonly status: number;
}

function statusesOf(sent: readonly Sent[], procedure: string): number[] {
  return sent.filter(({ path }) => path.includes(procedure)).map(({ status }) => status);
}

/** The token that Clerk's own script holds in a tab. */
async function tokenOfTab(page: Page | undefined): Promise<string> {
  if (!page) throw new Error("The tab is not open.");
  return z.string().parse((await sessionOfPage(page)).token);
}

/** Lets the first `times` calls of a page go out with another token than it meant. */
async function callWith(page: Page, token: string, times: number): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  // Not the stream, which is answered as long as the page is open.
  await page.route(/\/api\/trpc\/(?!\w+\.watch)/, async (route) => {
    const headers = await route.request().allHeaders();
    if (sent.length < times) headers["authorization"] = `Bearer ${token}`;
    const response = await route.fetch({ headers });
    sent.push({ path: new URL(route.request().url()).pathname, status: response.status() });
    await route.fulfill({ response });
  });
  return sent;
}

/** Those that are still on their way when a test is over are nobody's fault. */
function leaveCalls(page: Page): Promise<void> {
  return page.unrouteAll({ behavior: "ignoreErrors" });
}
