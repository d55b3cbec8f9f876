import { expect, test } from "vitest";
import { withoutVerdict } from "@/src/server/auth/nobody";

test("nothing that speaks for somebody in the middleware's name is passed on", () => {
  const sent = {
    "x-clerk-auth-status": "signed-in",
    "x-clerk-auth-token": "a.b.c",
    "X-Clerk-Auth-Signature": "0",
    "x-clerk-anything-else": "1",
    cookie: "a=b",
    accept: "*/*",
  };
  expect([...withoutVerdict(new Headers(sent)).keys()]).toEqual(["accept", "cookie"]);
});
