import { beforeAll, expect, test } from "vitest";
import { mayChange } from "@/src/server/http/origin";
import { environment } from "../../support/environment.ts";

beforeAll(() => {
  Object.assign(process.env, environment, { APP_URL: "https://app.example,https://b.example" });
});

const cookie = "__session=x";
const asked = (headers: Record<string, string>, address = "https://app.example/api/trpc/x") =>
  mayChange(new Request(address, { method: "POST", headers }));

test.each<[string, Record<string, string>]>([
  ["our own origin, with cookies", { cookie, origin: "https://app.example" }],
  ["another origin of ours", { cookie, origin: "https://b.example" }],
  ["a bearer token without an origin", { authorization: "Bearer x" }],
  ["a bearer token from elsewhere", { authorization: "Bearer x", origin: "https://evil.example" }],
  ["a bearer token beside cookies", { authorization: "Bearer x", cookie, origin: "null" }],
  ["nobody", {}],
  ["nobody from elsewhere", { origin: "https://evil.example" }],
])("may: %s", (_, headers) => {
  expect(asked(headers)).toBe(true);
});

test.each<[string, Record<string, string>]>([
  ["cookies without an origin", { cookie }],
  ["cookies from elsewhere", { cookie, origin: "https://evil.example" }],
  ["cookies from a page without an origin", { cookie, origin: "null" }],
  ["our host under another scheme", { cookie, origin: "http://app.example" }],
  ["our host at another port", { cookie, origin: "https://app.example:8443" }],
  ["our host as a part", { cookie, origin: "https://app.example.evil.example" }],
  ["our origin in other letters", { cookie, origin: "https://APP.example" }],
  ["our origin and a path", { cookie, origin: "https://app.example/" }],
  ["several origins", { cookie, origin: "https://app.example, https://evil.example" }],
  ["a browser that says same-origin, without an origin", { cookie, "sec-fetch-site": "none" }],
  ["a scheme that is no bearer's: the cookies decide", { cookie, authorization: "Basic x" }],
  ["a bearer in other letters: the cookies decide", { cookie, authorization: "bearer x" }],
])("may not: %s", (_, headers) => {
  expect(asked(headers)).toBe(false);
});

test("what Clerk hands over in the address is like a cookie", () => {
  const address = "https://app.example/api/trpc/x?__clerk_handshake=x";
  expect(asked({}, address)).toBe(false);
  expect(asked({ origin: "https://app.example" }, address)).toBe(true);
});
