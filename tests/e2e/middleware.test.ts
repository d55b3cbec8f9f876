import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server.js";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn, useBrowser } from "../support/browser.ts";
import { serveWithoutMiddleware, type Copy } from "../support/copy.ts";
import {
  dataOf,
  openSession,
  organizationId,
  query,
  served,
  token,
  userId,
} from "../support/e2e.ts";
import { config } from "../../middleware.ts";

const visits = useBrowser();

/** A page as a document, and as the data that the router fetches when somebody follows a link. */
const flights: readonly Record<string, string>[] = [{}, { rsc: "1" }];

describe("the application without middleware.ts", () => {
  let copy: Copy;
  let project: string;
  const credentials: { what: string; headers: Record<string, string> }[] = [];
  /** What only a member, the person, or an administrator may read. */
  let secrets: string[] = [];

  beforeAll(async () => {
    copy = await serveWithoutMiddleware();
    const alice = await openSession("alice@acme.test", "acme", 900);
    const root = await token("root@gatehouse.test");
    const page = await visits.newPage();
    await signIn(page, "alice@acme.test", "/org/acme/dashboard");
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const forged = { "x-clerk-auth-status": "signed-in", "x-clerk-auth-token": alice.token };
    credentials.push(
      { what: "nothing", headers: {} },
      { what: "a member's valid token", headers: { authorization: `Bearer ${alice.token}` } },
      { what: "an administrator's valid token", headers: { authorization: `Bearer ${root}` } },
      { what: "a member's valid cookies", headers: { cookie } },
      { what: "the middleware's own headers, forged", headers: forged },
      {
        what: "forged headers with a signature",
        headers: {
          ...forged,
          "x-clerk-auth-signature": "0".repeat(40),
          "x-clerk-auth-message": "",
          "x-clerk-auth-reason": "",
          authorization: `Bearer ${alice.token}`,
          cookie,
        },
      },
      {
        what: "forged headers of an administrator",
        headers: {
          "x-clerk-auth-status": "signed-in",
          "x-clerk-auth-token": root,
          "x-clerk-auth-signature": Buffer.from(randomUUID()).toString("hex"),
          "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
        },
      },
    );
    const listed = z
      .object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
      .parse(await dataOf(await query("project.list", {}, { token: alice.token })));
    project = listed.items[0]?.id ?? "";
    secrets = [
      ...listed.items.map(({ id }) => id),
      "Website relaunch",
      "Billing migration",
      ...(await Promise.all([userId("alice@acme.test"), userId("carol@globex.test")])),
      await organizationId("acme"),
      "alice@acme.test",
      "carol@globex.test",
      "bob@acme.test",
    ];
    expect(listed.items.length).toBeGreaterThanOrEqual(3);
  }, 300_000);

  afterAll(async () => {
    await copy.next.stop();
  });

  async function visit(path: string, headers: Record<string, string>, init: RequestInit = {}) {
    const response = await fetch(new URL(path, copy.url), { redirect: "manual", ...init, headers });
    const text = await response.text();
    // An address that was asked for may be repeated.
    const shown = text.replaceAll(path.split("?")[0] ?? path, "");
    const leaked = secrets.filter((secret) => !path.includes(secret) && shown.includes(secret));
    return { status: response.status, location: response.headers.get("location"), text, leaked };
  }

  it("is the same build but for the middleware: the whole application knows these people", async () => {
    const response = await query("me.get", undefined, {
      token: (await openSession("alice@acme.test")).token,
    });
    expect(await response.text()).toContain("alice@acme.test");
    // The middleware alone gives a page its policy, with a nonce, and to Clerk a say in the matter.
    const marks = async (url: string) => {
      const { headers } = await fetch(new URL("/dashboard", url), { redirect: "manual" });
      return [headers.has("content-security-policy"), headers.has("x-clerk-auth-status")];
    };
    expect(await marks(served.appUrl)).toEqual([true, true]);
    expect(await marks(copy.url)).toEqual([false, false]);
  });

  it("still answers the public pages and procedures", async () => {
    for (const { what, headers } of credentials) {
      for (const path of ["/", "/blog", "/blog/no-such-post", "/api/health/ready"]) {
        const { status } = await visit(path, headers);
        expect(status, `${path} with ${what}`).toBe(path.endsWith("no-such-post") ? 404 : 200);
      }
      const listed = await visit(
        `/api/trpc/post.published?input=${encodeURIComponent('{"json":{}}')}`,
        headers,
      );
      expect(listed.status, what).toBe(200);
      expect(listed.text).toContain("The second lock");
    }
  });

  it("answers every private page as to nobody", async () => {
    const paths = [
      "/dashboard",
      "/org/acme",
      "/org/acme/dashboard",
      "/org/acme/members",
      `/org/acme/projects/${project}`,
      "/admin",
      "/admin/users",
      "/admin/organizations",
    ];
    for (const path of paths) {
      const nobody = await visit(path, {});
      for (const { what, headers } of credentials) {
        for (const rsc of flights) {
          const answer = await visit(path, { ...headers, ...rsc });
          expect(answer.leaked, `${path} with ${what}`).toEqual([]);
        }
        const { status, location } = await visit(path, headers);
        expect({ status, location }, `${path} with ${what}`).toEqual({
          status: nobody.status,
          location: nobody.location,
        });
      }
    }
  });

  it("answers every private route as to nobody", async () => {
    for (const { what, headers } of credentials) {
      for (const path of ["/api/user-data", "/api/data", "/api/protected"]) {
        const answer = await visit(path, headers);
        expect(answer.status, `${path} with ${what}`).toBe(401);
        expect(answer.leaked, `${path} with ${what}`).toEqual([]);
      }
    }
  });

  const json = (value: unknown) => encodeURIComponent(JSON.stringify({ json: value }));
  const reads = () => [
    "/api/trpc/me.get",
    `/api/trpc/post.mine?input=${json({})}`,
    `/api/trpc/project.list?input=${json({})}`,
    `/api/trpc/project.get?input=${json({ id: project })}`,
    `/api/trpc/task.list?input=${json({ projectId: project })}`,
    `/api/trpc/member.list?input=${json({})}`,
    `/api/trpc/admin.users?input=${json({})}`,
    `/api/trpc/admin.organizations?input=${json({})}`,
    "/api/trpc/admin.counts",
  ];

  // The middleware has no part in them: tRPC verifies the token itself.
  it("answers every procedure exactly as with it", async () => {
    const counted = { 200: 0, 401: 0, 403: 0, 412: 0 };
    for (const { what, headers } of credentials) {
      for (const path of reads()) {
        const without = await visit(path, headers);
        const whole = await fetch(new URL(path, served.appUrl), { headers });
        const found = { status: without.status, text: without.text };
        expect(found, `${path} with ${what}`).toEqual({
          status: whole.status,
          text: await whole.text(),
        });
        if (without.status in counted) counted[without.status as keyof typeof counted] += 1;
      }
    }
    // Each kind of answer was among those that were compared.
    for (const [status, times] of Object.entries(counted))
      expect(times, `answers of ${status}`).toBeGreaterThan(0);
  });

  it("refuses every private procedure to whoever brings no token, whatever else they send", async () => {
    const without = credentials.filter(
      ({ headers }) => !("authorization" in headers || "cookie" in headers),
    );
    expect(without.length).toBeGreaterThanOrEqual(3);
    for (const { what, headers } of without) {
      for (const path of reads()) {
        const answer = await visit(path, headers);
        expect(answer.status, `${path} with ${what}`).toBe(401);
        expect(answer.leaked, `${path} with ${what}`).toEqual([]);
      }
      for (const [path, input] of [
        ["project.create", { name: "Without the middleware" }],
        ["task.create", { projectId: project, title: "Without the middleware" }],
        ["post.create", { title: "Without the middleware", body: "" }],
        ["project.delete", { id: project }],
      ] as const) {
        const answer = await visit(
          `/api/trpc/${path}`,
          { ...headers, "content-type": "application/json", origin: copy.url },
          { method: "POST", body: JSON.stringify({ json: input }) },
        );
        expect(answer.status, `${path} with ${what}`).toBe(401);
      }
    }
  });

  it("has no door to Clerk's Frontend API", async () => {
    const { status } = await visit("/__clerk/v1/client", {});
    expect(status).toBe(404);
  });
});

describe("the middleware's matcher", () => {
  const matches = (path: string) =>
    unstable_doesMiddlewareMatch({
      config,
      nextConfig: {},
      url: new URL(path, served.appUrl).href,
    });

  it.each([
    "/dashboard",
    "/admin",
    "/admin/docs",
    "/admin/csv-export",
    "/admin/users/report.csv",
    "/settings/icons",
    "/projects/nodejs",
    "/org/acme",
    "/org/zipco/dashboard",
    "/org/acme/projects/logo.png",
    "/sign-in",
    "/sign-in-anything",
    "/blogadmin",
    "/aboutus",
    "/pricing-internal",
    "/api/trpcx",
    "/api/data",
    "/api/webhooks-x",
    "/api/syncs",
    "/api/healthy",
    "/__clerk/v1/client",
    "/favicon.ico.html",
    "/faviconXico",
    "/blog/%ff",
    "/api/trpc/%ff",
    "/_nextdoor",
  ])("runs for %s", (path) => {
    expect(matches(path)).toBe(true);
  });

  it.each([
    "/",
    "/blog",
    "/blog/the-second-lock",
    "/api/trpc/project.list",
    "/api/trpc/project.list,me.get",
    "/api/webhooks/clerk",
    "/api/sync",
    "/api/health/live",
    "/api/health/ready",
    "/_next/static/chunks/main.js",
    "/favicon.ico",
    "/icon.svg",
  ])("does not run for %s", (path) => {
    expect(matches(path)).toBe(false);
  });
});
