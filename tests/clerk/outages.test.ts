import { isClerkAPIResponseError } from "@clerk/shared/error";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);

async function change(outages: unknown): Promise<number> {
  const response = await fetch(`${clerk.url}/local/settings`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ outages }),
  });
  return response.status;
}

async function failureOf(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (isClerkAPIResponseError(error)) return error;
    throw error;
  }
  throw new Error("the call was meant to fail");
}

/** Each API as it is again after an outage. */
const WELL = {
  condition: "up",
  delayMs: 0,
  retryAfterSeconds: 1,
  share: 1,
  times: null,
  path: "",
  requestsPer10Seconds: null,
};

beforeEach(async () => {
  await change({ backendApi: WELL, frontendApi: WELL });
});
afterEach(async () => {
  expect(await change({ backendApi: WELL, frontendApi: WELL })).toBe(200);
});

describe("the Backend API", () => {
  test("answers 429 as Clerk does, with how long to wait", async () => {
    await change({ backendApi: { condition: "rate_limited", retryAfterSeconds: 7 } });
    const error = await failureOf(api.users.getCount());
    expect([error.status, error.retryAfter, error.errors[0]?.code]).toEqual([
      429,
      7,
      "too_many_requests",
    ]);
    expect(error.errors[0]?.longMessage).toBe("Too many requests, retry later");
    expect(error.clerkTraceId).toMatch(/^\w+$/);
  });

  test("is down, and up again after as many requests as were said", async () => {
    await change({ backendApi: { condition: "down", times: 2 } });
    expect((await failureOf(api.users.getCount())).status).toBe(503);
    expect((await failureOf(api.users.getCount())).status).toBe(503);
    expect(await api.users.getCount()).toBe(0);
    const settings: unknown = await (await fetch(`${clerk.url}/local/settings`)).json();
    expect(settings).toMatchObject({ outages: { backendApi: { condition: "up", times: null } } });
  });

  test("answers what no client can read", async () => {
    await change({ backendApi: { condition: "malformed" } });
    const error = await failureOf(api.users.getCount());
    expect(error.errors[0]?.code).toBe("unexpected_error");
  });

  test("is slow", async () => {
    await change({ backendApi: { delayMs: 300 } });
    const before = performance.now();
    await api.users.getCount();
    expect(performance.now() - before).toBeGreaterThan(290);
  });

  test("fails for some paths, and for some of the requests", async () => {
    await change({ backendApi: { condition: "down", path: "/v1/organizations" } });
    expect(await api.users.getCount()).toBe(0);
    expect((await failureOf(api.organizations.getOrganizationList())).status).toBe(503);
    await change({ backendApi: { share: 0 } });
    expect((await api.organizations.getOrganizationList()).totalCount).toBe(0);
    await change({ backendApi: { share: 0.5 } });
    const tries = Array.from({ length: 40 }, () => api.organizations.getOrganizationList());
    const outcomes = (await Promise.allSettled(tries)).map((one) => one.status);
    expect(new Set(outcomes)).toEqual(new Set(["fulfilled", "rejected"]));
  });

  test("limits requests as Clerk does, and says when the next may come", async () => {
    await change({ backendApi: { requestsPer10Seconds: 3 } });
    for (let request = 0; request < 3; request++) await api.users.getCount();
    const error = await failureOf(api.users.getCount());
    expect(error.status).toBe(429);
    expect(error.retryAfter).toBeGreaterThan(0);
    expect(error.retryAfter).toBeLessThanOrEqual(10);
  });
});

test("the Frontend API fails by itself, and a page of another origin may read how", async () => {
  const browser = await new Browser(clerk.url).open();
  await change({ frontendApi: { condition: "rate_limited", retryAfterSeconds: 3 } });
  const answer = await browser.get("/v1/client");
  expect([answer.status, answer.code]).toEqual([429, "too_many_requests"]);
  const headers = (
    await fetch(`${clerk.url}/v1/client`, { headers: { origin: "http://localhost:3000" } })
  ).headers;
  expect(headers.get("retry-after")).toBe("3");
  expect(headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
  expect(headers.get("access-control-expose-headers")).toContain("Retry-After");
  expect(await api.users.getCount()).toBe(0);
});

test("what is ours alone always works, and its unknown addresses are unknown", async () => {
  await change({ backendApi: { condition: "down" }, frontendApi: { condition: "down" } });
  expect((await fetch(`${clerk.url}/local/health`)).status).toBe(200);
  expect((await fetch(`${clerk.url}/local/nothing`)).status).toBe(404);
  expect((await fetch(`${clerk.url}/v1/environment`)).status).toBe(503);
});

test("a condition that does not exist is refused, and changes nothing", async () => {
  expect(await change({ backendApi: { condition: "haunted" } })).toBe(422);
  expect(await change({ backendApi: { share: 2 } })).toBe(422);
  expect(await api.users.getCount()).toBe(0);
});
