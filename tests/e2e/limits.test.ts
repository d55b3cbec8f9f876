import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn, useBrowser } from "../support/browser.ts";
import { deliveryOf, envelopeOf } from "../support/deliveries.ts";
import {
  backendTokenOf,
  dataOf,
  fresh,
  openSession,
  query,
  served,
  token,
} from "../support/e2e.ts";
import { serveSecond, type Second } from "../support/e2e.second.ts";
import { resign } from "../support/e2e.tokens.ts";

const visits = useBrowser();
const Refused = z.object({
  error: z.union([
    z.object({
      json: z.object({
        message: z.string(),
        data: z.object({ appCode: z.string(), httpStatus: z.number() }),
      }),
    }),
    z.object({ code: z.string(), message: z.string() }),
  ]),
});

/** The code of a refusal for calling too often, after a look at all that belongs to it. */
async function limited(response: Response): Promise<string> {
  expect(response.status).toBe(429);
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const wait = response.headers.get("retry-after") ?? "";
  expect(wait).toMatch(/^[1-9]\d?$/);
  expect(Number(wait)).toBeLessThanOrEqual(60);
  const { error } = Refused.parse(await response.json());
  const { message } = "json" in error ? error.json : error;
  expect(message).toContain(wait === "1" ? "a second" : `${wait} seconds`);
  return "json" in error ? error.json.data.appCode : error.code;
}

const json = { "content-type": "application/json" };

describe("an address", () => {
  let second: Second;
  const ask = (path: string, init?: RequestInit) => fetch(new URL(path, second.url), init);

  beforeAll(async () => {
    second = await serveSecond({ RATE_LIMIT_ADDRESS: "40", RATE_LIMIT_PERSON: "1000" });
  });
  afterAll(() => second.next.stop());

  it("is counted whatever it writes into x-forwarded-for, and refused before it is known who asks", async () => {
    const alice = await token("alice@acme.test");
    const statuses: number[] = [];
    for (let call = 0; call < 44; call++) {
      const forged = {
        "x-forwarded-for": `203.0.113.${call}, 198.51.100.${call}`,
        "x-real-ip": `203.0.113.${call}`,
        "x-client-ip": `203.0.113.${call}`,
        forwarded: `for=203.0.113.${call}`,
        "cf-connecting-ip": `203.0.113.${call}`,
      };
      const path = call % 2 === 0 ? "/api/trpc/me.get" : "/api/user-data";
      statuses.push((await ask(path, { headers: forged })).status);
    }
    expect(statuses.slice(0, 40).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(40)).toEqual([429, 429, 429, 429]);
    const authorization = `Bearer ${alice}`;
    expect(await limited(await ask("/api/trpc/me.get", { headers: { authorization } }))).toBe(
      "rate_limited",
    );
    expect(await limited(await ask("/api/data", { headers: { authorization } }))).toBe(
      "rate_limited",
    );
  });

  it("that has spent its calls is refused for requests that are no calls, too", async () => {
    for (const [path, init] of [
      ["/api/trpc/a,a?batch=1", {}],
      ["/api/trpc/project.create", { method: "POST", body: "{", headers: json }],
      ["/api/trpc/no.such", {}],
    ] as const) {
      expect(await limited(await ask(path, init)), path).toBe("rate_limited");
    }
  });

  it("that has spent its calls still gets genuine webhooks through, and forged ones wait", async () => {
    const secret = served.env["CLERK_WEBHOOK_SIGNING_SECRET"] ?? "";
    const send = async (with_: string) => {
      const body = envelopeOf({ type: "test.nothing", data: {} });
      const { headers } = deliveryOf(body, { secret: with_ });
      return ask("/api/webhooks/clerk", { method: "POST", body, headers });
    };
    const forged = await send("whsec_Zm9yZ2Vk");
    expect(await limited(forged)).toBe("rate_limited");
    for (let delivery = 0; delivery < 5; delivery++) expect((await send(secret)).status).toBe(200);
  });

  // Only Linux answers on the whole of 127.0.0.0/8 without being told to.
  it.runIf(process.platform === "linux")(
    "that has spent its calls does not spend another's",
    async () => {
      const status = (localAddress: string) =>
        new Promise<number | undefined>((resolve, reject) => {
          const { port } = new URL(second.url);
          const to = { host: "127.0.0.1", port, path: "/api/user-data", localAddress };
          const request = get(to, (response) => {
            response.resume();
            resolve(response.statusCode);
          });
          request.once("error", reject);
        });
      expect(await status("127.0.0.1")).toBe(429);
      expect(await status("127.0.0.2")).toBe(401);
    },
  );

  it("that has spent its calls still gets pages", async () => {
    expect((await ask("/")).status).toBe(200);
    expect((await ask("/api/health/ready")).status).toBe(200);
  });
});

describe("a person", () => {
  let second: Second;
  let from = 0;
  /** Each call from another address, as a proxy in front would say. */
  const ask = (path: string, init: RequestInit & { token?: string } = {}) => {
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-for", `6.6.6.6, 203.0.${Math.floor(++from / 250)}.${from % 250}`);
    if (init.token) headers.set("authorization", `Bearer ${init.token}`);
    return fetch(new URL(path, second.url), { ...init, headers });
  };
  const read = (path: string, as: string) => ask(`/api/trpc/${path}`, { token: as });

  beforeAll(async () => {
    second = await serveSecond({
      RATE_LIMIT_ADDRESS: "300",
      RATE_LIMIT_PERSON: "30",
      TRUSTED_PROXIES: "1",
    });
  });
  afterAll(() => second.next.stop());

  it("is counted from wherever they call and in all their sessions, a batch by what it holds", async () => {
    const [bob, again] = [await token("bob@acme.test", "acme"), await token("bob@acme.test")];
    const ten = "me.get,post.mine,project.list,member.list,admin.counts,admin.users,a,b,c,d";
    for (const as of [bob, again]) {
      expect((await ask(`/api/trpc/${ten}?batch=1&input={}`, { token: as })).status).toBe(207);
    }
    for (let call = 0; call < 9; call++) expect((await read("me.get", bob)).status).toBe(200);
    // One is left: a batch of ten is refused as a whole, and takes what there was.
    const batch = await ask(`/api/trpc/${ten}?batch=1&input={}`, { token: bob });
    expect(await limited(batch)).toBe("rate_limited");
    expect(await limited(await read("me.get", again))).toBe("rate_limited");
    expect(await limited(await ask("/api/user-data", { token: bob }))).toBe("rate_limited");
    const body = JSON.stringify({ json: { title: fresh("Too many"), body: "" } });
    const write = await ask("/api/trpc/post.create", {
      method: "POST",
      body,
      headers: json,
      token: bob,
    });
    expect(await limited(write)).toBe("rate_limited");
    const mine = await dataOf(await query("post.mine", {}, { token: bob }));
    expect(JSON.stringify(mine)).not.toContain("Too many");
  });

  it("does not spend another's calls, nor nobody's", async () => {
    expect((await read("me.get", await token("carol@globex.test", "globex"))).status).toBe(200);
    expect((await ask("/api/trpc/post.published?input={%22json%22:{}}")).status).toBe(200);
    expect((await read("me.get", "nonsense")).status).toBe(401);
  });

  it("is told when to try again, in lists and in forms, and nothing is asked again meanwhile", async () => {
    const page = await visits.newPage({ baseUrl: second.url, allow: [/429/] });
    await signIn(page, "dave@globex.test", "/org/globex/dashboard");
    const dave = await openSession("dave@globex.test");
    const own = await resign(dave.token, { azp: second.url });
    for (let call = 0; call < 40; call++) await read("me.get", own);

    const calls: string[] = [];
    page.on("response", (response) => {
      if (response.status() === 429) calls.push(response.url());
    });
    await page.goto("/dashboard");
    await page.getByRole("button", { name: "New post" }).click();
    await page.getByLabel("Title").fill("Too many");
    await page.getByLabel("Text").fill("By an action.");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page
      .getByText(/Too many requests\. Try again in \d+ seconds\./)
      .first()
      .waitFor();
    expect(calls.length).toBeLessThanOrEqual(3);
  });
});

describe("a bearer token without a party", () => {
  let second: Second;
  beforeAll(async () => {
    second = await serveSecond({ ALLOW_BEARER_WITHOUT_AZP: "1" });
  });
  afterAll(() => second.next.stop());

  it("is taken by the setting, a cookie and another party are not, and without the setting none is", async () => {
    const session = await openSession("alice@acme.test");
    const none = await backendTokenOf(session.id, 600);
    const foreign = await resign(none, { azp: "https://evil.example" });
    const cookie = `__client_uat=1; __clerk_db_jwt=dvb_test; __session=${none}`;
    const status = async (url: string, headers: Record<string, string>) =>
      (await fetch(new URL("/api/user-data", url), { headers })).status;
    const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
    expect(await status(second.url, bearer(none))).toBe(200);
    expect(await status(second.url, { cookie })).toBe(401);
    expect(await status(second.url, bearer(foreign))).toBe(401);
    expect(await status(served.appUrl, bearer(none))).toBe(401);
  });
});
