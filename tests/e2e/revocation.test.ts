import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn, useBrowser } from "../support/browser.ts";
import {
  ask,
  clerk,
  dataOf,
  drainWebhooks,
  mutate,
  openSession,
  organizationId,
  query,
  refusalOf,
  token,
  userId,
} from "../support/e2e.ts";
import { quiet } from "../support/quiet.ts";

/** What is taken away here is taken away in Clerk, and reaches the application by webhook. The tokens stay valid. */
const visits = useBrowser();
const Projects = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

async function answers(bearer: string, projectId: string) {
  const call = { token: bearer };
  const [read, written, rest] = await Promise.all([
    query("project.list", {}, call),
    mutate("task.create", { projectId, title: "Written after the removal" }, call),
    ask("/api/data", call),
  ]);
  const codes = [(await refusalOf(read)).data.appCode, (await refusalOf(written)).data.appCode];
  return { statuses: [read.status, written.status, rest.status], codes };
}

describe("a member who is removed", () => {
  let organization: string;
  let bob: string;
  let projectId: string;

  beforeAll(async () => {
    [organization, bob] = await Promise.all([organizationId("acme"), userId("bob@acme.test")]);
  });

  async function join(): Promise<void> {
    await clerk.organizations.createOrganizationMembership({
      organizationId: organization,
      userId: bob,
      role: "org:member",
    });
    await drainWebhooks();
  }

  async function leave(): Promise<void> {
    await clerk.organizations.deleteOrganizationMembership({
      organizationId: organization,
      userId: bob,
    });
    await drainWebhooks();
  }

  // However a test ends, the next one finds him a member.
  afterEach(async () => {
    const { data } = await clerk.organizations.getOrganizationMembershipList({
      organizationId: organization,
      limit: 100,
    });
    if (!data.some((one) => one.publicUserData?.userId === bob)) await join();
  });

  it("is refused at the next request, by query, mutation and page; and let in again when he comes back", async () => {
    const bearer = await token("bob@acme.test", "acme");
    const before = Projects.parse(await dataOf(await query("project.list", {}, { token: bearer })));
    projectId = before.items.find((project) => project.name === "Website relaunch")?.id ?? "";
    expect(projectId).not.toBe("");
    const page = await visits.newPage({ allow: [/status of 40[34]/] });
    await signIn(page, "bob@acme.test", "/org/acme/dashboard");
    await page.getByRole("link", { name: "Website relaunch" }).waitFor();

    await leave();

    expect(await answers(bearer, projectId)).toEqual({
      statuses: [403, 403, 403],
      codes: ["membership_removed", "membership_removed"],
    });
    // What is his own stays his.
    const me = await ask("/api/user-data", { token: bearer });
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ organizations: [] });

    for (const path of [
      "/org/acme/dashboard",
      `/org/acme/projects/${projectId}`,
      "/org/acme/members",
    ]) {
      const html = await (await ask(path, { token: bearer })).text();
      expect(html, path).not.toMatch(/Website relaunch|Billing migration|Alice|alice@acme/);
      await page.goto(path);
      await quiet(page);
      expect(await page.locator("body").innerText(), path).not.toMatch(/Website relaunch|Alice/);
    }

    await join();
    const again = await token("bob@acme.test", "acme");
    expect((await query("project.list", {}, { token: again })).status).toBe(200);
    const tasks = await dataOf(await query("task.list", { projectId }, { token: again }));
    expect(JSON.stringify(tasks)).not.toContain("Written after the removal");
  });

  it("is refused in the page that he has open", async () => {
    const page = await visits.newPage({ allow: [/status of 40[1345]/] });
    await signIn(page, "bob@acme.test", "/org/acme/dashboard");
    await page.getByRole("link", { name: "Website relaunch" }).waitFor();
    await leave();
    // The page hears of it by itself.
    await expect
      .poll(() => page.locator("body").innerText())
      .toMatch(/no longer a member|nothing here|Welcome/);
    expect(await page.locator("body").innerText()).not.toMatch(/Rebrand 2025|Website relaunch/);
  });
});

describe("a role that changes", () => {
  it("counts at the next request, though the token still has the old one", async () => {
    const [organization, bob] = await Promise.all([
      organizationId("acme"),
      userId("bob@acme.test"),
    ]);
    const change = async (role: string) => {
      await clerk.organizations.updateOrganizationMembership({
        organizationId: organization,
        userId: bob,
        role,
      });
      await drainWebhooks();
    };
    await change("org:admin");
    try {
      const admin = await token("bob@acme.test", "acme");
      expect((await query("member.list", {}, { token: admin })).status).toBe(200);
      await change("org:member");
      const refused = await mutate(
        "project.create",
        { name: "By a former admin" },
        { token: admin },
      );
      expect(refused.status).toBe(403);
      expect(["permission_stale", "permission_missing"]).toContain(
        (await refusalOf(refused)).data.appCode,
      );
      expect((await query("project.list", {}, { token: admin })).status).toBe(200);
    } finally {
      await change("org:member");
    }
  });
});

describe("a session that is ended", () => {
  it("is refused at the next request; another one of the same person is not", async () => {
    const [ended, other] = await Promise.all([
      openSession("dave@globex.test", "globex", 600),
      openSession("dave@globex.test", "globex", 600),
    ]);
    expect((await query("me.get", undefined, { token: ended.token })).status).toBe(200);
    await clerk.sessions.revokeSession(ended.id);
    await drainWebhooks();
    for (const path of ["me.get", "post.mine", "project.list"]) {
      const refused = await query(path, path === "me.get" ? undefined : {}, { token: ended.token });
      expect(refused.status, path).toBe(401);
      expect((await refusalOf(refused)).data.appCode, path).toBe("session_ended");
    }
    const written = await mutate(
      "post.create",
      { title: "Too late", body: "" },
      { token: ended.token },
    );
    expect(written.status).toBe(401);
    expect((await query("me.get", undefined, { token: other.token })).status).toBe(200);
  });
});

describe("a person who is banned", () => {
  it("is refused at the next request, and let in again after the ban", async () => {
    const erin = await userId("erin@example.test");
    const bearer = await token("erin@example.test");
    expect((await query("me.get", undefined, { token: bearer })).status).toBe(200);
    await clerk.users.banUser(erin);
    try {
      await drainWebhooks();
      const refused = await query("me.get", undefined, { token: bearer });
      expect(refused.status).toBe(401);
      expect(["user_banned", "session_ended"]).toContain((await refusalOf(refused)).data.appCode);
      expect(
        (await mutate("post.create", { title: "Banned", body: "" }, { token: bearer })).status,
      ).toBe(401);
    } finally {
      await clerk.users.unbanUser(erin);
      await drainWebhooks();
    }
    const again = await token("erin@example.test");
    expect((await query("me.get", undefined, { token: again })).status).toBe(200);
  });
});

describe("a platform administrator who is none any more", () => {
  it("is refused at the next request", async () => {
    const root = await userId("root@gatehouse.test");
    const bearer = await token("root@gatehouse.test");
    expect((await ask("/api/protected", { token: bearer })).status).toBe(200);
    await clerk.users.updateUserMetadata(root, { publicMetadata: { role: null } });
    try {
      await drainWebhooks();
      expect((await ask("/api/protected", { token: bearer })).status).toBe(403);
      expect((await query("admin.users", {}, { token: bearer })).status).toBe(403);
    } finally {
      await clerk.users.updateUserMetadata(root, { publicMetadata: { role: "admin" } });
      await drainWebhooks();
    }
    expect(
      (await ask("/api/protected", { token: await token("root@gatehouse.test") })).status,
    ).toBe(200);
  });
});
