import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readCalls } from "@/src/server/http/batch";
import { handleTrpc } from "@/src/server/http/trpc";
import { environment } from "../../support/environment.ts";

/** How often anybody's identity was read; it is the real thing that reads it. */
const identity = vi.hoisted(() => ({ read: 0 }));
vi.mock("@/src/server/auth/request", async (load) => {
  const real = await load<typeof import("@/src/server/auth/request")>();
  return {
    authenticateRequest: (request: Request) => {
      identity.read += 1;
      return real.authenticateRequest(request);
    },
  };
});

beforeAll(() => {
  Object.assign(process.env, environment);
});

const read = (rest: string) => readCalls(new URL(`http://localhost:3000/api/trpc/${rest}`));
const ten = Array.from({ length: 10 }, (_, index) => `a.${index}`);

test.each([
  ["me.get", ["me.get"]],
  ["me.get?batch=1", ["me.get"]],
  ["me.get,post.mine?batch=1", ["me.get", "post.mine"]],
  ["me.get%2Cpost.mine?batch=1", ["me.get", "post.mine"]],
  ["me.get,me.get", ["me.get,me.get"]],
  ["me.get,me.get?batch=true", ["me.get,me.get"]],
  [`${ten.join(",")}?batch=1`, ten],
])("%s calls %j", (rest, paths) => {
  expect(read(rest)).toEqual(paths);
});

const unsound = [
  `${[...ten, "b"].join(",")}?batch=1`,
  ",?batch=1",
  ",,,,,,,,,,,,,,,,?batch=1",
  "?batch=1",
  "a,,b?batch=1",
  "a,?batch=1",
  ",a?batch=1",
  "a,a?batch=1",
  "a,a//?batch=1",
  "a,a%2F?batch=1",
  "/a,a?batch=1",
  "a,b,a?batch=1",
  "a%2Ca?batch=1",
  "me.get,m%65.get?batch=1",
  "a,b?batch=1&batch=1",
  "a?input=1&input=2",
  "%",
  "%E0%A4%A?batch=1",
  "%ff",
];

test.each(unsound)("%s is no call of ours", (rest) => {
  expect(read(rest)).toBeNull();
});

describe("before anybody's identity is read", () => {
  const send = (rest: string, init?: RequestInit) =>
    handleTrpc(new Request(`http://localhost:3000/api/trpc/${rest}`, init));

  beforeEach(() => {
    identity.read = 0;
  });

  test("a request that is let in goes on to read it, once", async () => {
    expect((await send("me.get")).status).toBe(401);
    expect(identity.read).toBe(1);
    expect((await send("me.get,post.mine?batch=1")).status).toBe(401);
    expect(identity.read).toBe(2);
  });

  test.each(unsound)("%s is refused", async (rest) => {
    const response = await send(rest);
    expect(identity.read).toBe(0);
    expect(response.status).toBe(400);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({
      error: { json: { data: { appCode: "bad_input", httpStatus: 400 } } },
    });
  });

  const json = { "content-type": "application/json" };
  test.each<[string, RequestInit, number, string]>([
    ["another method", { method: "PUT" }, 405, "method_not_allowed"],
    ["a form", { method: "POST", body: new URLSearchParams("a=b") }, 415, "unsupported_media_type"],
    [
      "a compressed body",
      { method: "POST", body: "{}", headers: { ...json, "content-encoding": "gzip" } },
      415,
      "unsupported_media_type",
    ],
    [
      "a body over the limit",
      { method: "POST", body: " ".repeat(1024 * 1024 + 1), headers: json },
      413,
      "too_large",
    ],
    [
      "bytes that are no text",
      { method: "POST", body: new Uint8Array([0x22, 0xff, 0x22]), headers: json },
      400,
      "bad_input",
    ],
    [
      "cookies from elsewhere",
      {
        method: "POST",
        body: "{}",
        headers: { ...json, cookie: "__session=x", origin: "https://evil.example" },
      },
      403,
      "cross_origin",
    ],
  ])("%s is refused", async (_, init, status, appCode) => {
    const response = await send("project.create", init);
    expect(identity.read).toBe(0);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { json: { data: { appCode } } } });
  });
});
