import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn, useBrowser } from "../support/browser.ts";
import { serveSecond } from "../support/e2e.second.ts";
import {
  ask,
  clerk,
  dataOf,
  deliveryOf,
  drainWebhooks,
  fresh,
  mutate,
  openSession,
  organizationId,
  refusalOf,
  served,
  token,
  userId,
} from "../support/e2e.ts";

const visits = useBrowser();
const Created = z.object({ id: z.string() });

async function createProject(): Promise<{ id: string; name: string }> {
  const name = fresh("Watched together");
  const alice = await token("alice@acme.test", "acme");
  const { id } = Created.parse(
    await dataOf(await mutate("project.create", { name }, { token: alice })),
  );
  projects.push(id);
  return { id, name };
}
const projects: string[] = [];
afterEach(async () => {
  const alice = await token("alice@acme.test", "acme");
  for (const id of projects.splice(0)) await mutate("project.delete", { id }, { token: alice });
});

describe("a list that a colleague changes", () => {
  it("changes in the page that one has open, both ways, without a reload", async () => {
    const { id, name } = await createProject();
    const [alice, bob] = [await visits.newPage(), await visits.newPage()];
    await signIn(alice, "alice@acme.test", `/org/acme/projects/${id}`);
    await signIn(bob, "bob@acme.test", `/org/acme/projects/${id}`);
    await bob.getByText("No tasks yet").waitFor();

    await alice.getByLabel("New task").fill("Draw the plan");
    await alice.getByRole("button", { name: "Add", exact: true }).click();
    await bob.getByText("Draw the plan").waitFor();
    await bob.getByRole("checkbox", { name: "Draw the plan" }).click();
    await alice.getByText("1 of 1 done").waitFor();

    await alice.goto("/org/acme/dashboard");
    const row = alice.getByRole("listitem").filter({ hasText: name });
    await row.getByText("1 of 1 tasks done").waitFor();
    await bob.getByRole("checkbox", { name: "Draw the plan" }).click();
    await row.getByText("0 of 1 tasks done").waitFor();
  });

  it("is caught up with after the network was away", async () => {
    const { id } = await createProject();
    const page = await visits.newPage({ allow: [/ERR_INTERNET_DISCONNECTED/] });
    await signIn(page, "alice@acme.test", `/org/acme/projects/${id}`);
    await page.getByText("No tasks yet").waitFor();
    await page.context().setOffline(true);
    const bob = await token("bob@acme.test", "acme");
    await mutate("task.create", { projectId: id, title: "Written meanwhile" }, { token: bob });
    await page.context().setOffline(false);
    await page.getByText("Written meanwhile").waitFor({ timeout: 30_000 });
  });

  it("disappears for who is removed while they look at it", async () => {
    const [organization, bob] = await Promise.all([
      organizationId("acme"),
      userId("bob@acme.test"),
    ]);
    const { id, name } = await createProject();
    const page = await visits.newPage({ allow: [/status of 40[34]/] });
    await signIn(page, "bob@acme.test", `/org/acme/projects/${id}`);
    await page.getByRole("heading", { name }).waitFor();
    await page.getByText("No tasks yet").waitFor();
    const joined = { organizationId: organization, userId: bob };
    await clerk.organizations.deleteOrganizationMembership(joined);
    try {
      await drainWebhooks();
      await expect.poll(() => page.getByRole("heading", { name }).count()).toBe(0);
    } finally {
      await clerk.organizations.createOrganizationMembership({ ...joined, role: "org:member" });
      await drainWebhooks();
    }
  });
});

describe("a stream over HTTP", () => {
  const watch = (
    projectId: string,
    bearer?: string,
    headers: Record<string, string> = {},
    at: string = served.appUrl,
  ) =>
    ask(
      `${at}/api/trpc/task.watch?input=${encodeURIComponent(JSON.stringify({ json: { projectId } }))}`,
      {
        headers,
        ...(bearer ? { token: bearer } : {}),
      },
    );

  it("is refused by its status, with a code and a request id, before anything is sent", async () => {
    const { id } = await createProject();
    const stranger = await token("carol@globex.test", "globex");
    const nobodys = await token("erin@example.test");
    for (const [bearer, status, code] of [
      [undefined, 401, "signed_out"],
      [nobodys, 412, "no_organization"],
      [stranger, 404, "not_found"],
    ] as const) {
      const response = await watch(id, bearer);
      expect(response.status).toBe(status);
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect((await refusalOf(response)).data.appCode).toBe(code);
    }
    const bob = await token("bob@acme.test", "acme");
    const far = await watch(id, bob, { "last-event-id": "x".repeat(65) });
    expect([far.status, (await refusalOf(far)).data.appCode]).toEqual([400, "bad_input"]);
  });

  it("is kept by nobody on the way, and delivers what there is at once", async () => {
    const { id } = await createProject();
    const response = await watch(id, await token("bob@acme.test", "acme"));
    expect(response.headers.get("cache-control")).toMatch(/no-transform.*no-store/);
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await deliveryOf(response)).toEqual([]);
  });

  it("ends when the server is asked to, and does not keep it from ending", async () => {
    const { id } = await createProject();
    const second = await serveSecond({});
    try {
      const response = await watch(id, await token("bob@acme.test", "acme"), {}, second.url);
      void second.next.stop();
      // A stream that is cut off with its process fails to be read.
      expect(await response.text()).toMatch(/^event: connected/);
    } finally {
      await second.next.stop();
    }
  });

  it("ends with its token, without a last word, and goes on from where it was with another", async () => {
    const { id } = await createProject();
    const { id: session, token: short } = await openSession("bob@acme.test", "acme", 5);
    const response = await watch(id, short);
    const text = await response.text();
    expect(text).toMatch(/^event: connected/);
    // By that event a client would know that it is over, and not come back.
    expect(text).not.toContain("event: return");
    const [, position = ""] = /^id: (.+)$/m.exec(text) ?? [];
    expect(position).not.toBe("");
    expect(session).not.toBe("");

    const bob = await token("bob@acme.test", "acme");
    await mutate("task.create", { projectId: id, title: "Written meanwhile" }, { token: bob });
    const again = await watch(id, bob, { "last-event-id": position });
    expect(await deliveryOf(again)).toMatchObject([{ title: "Written meanwhile" }]);
  });
});
