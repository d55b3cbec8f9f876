import { createClerkClient } from "@clerk/backend";
import { isMachineTokenByPrefix } from "@clerk/backend/internal";
import { expect, test } from "vitest";
import { z } from "zod";
import { bearerOf, bearsMachineToken } from "@/src/server/auth/bearer";

const Seen = z.object({ tokenInHeader: z.string() });

test.each([
  undefined,
  "Bearer token",
  "Bearer  token",
  "Bearer token more",
  "Bearer",
  "Bearer ",
  "bearer token",
  "BEARER token",
  "Basic dXNlcjpwYXNz",
  "token",
  "a.b.c",
  "Bearer\ttoken",
  "Token x",
  "Bearer Bearer x",
  "Bearer,token",
  "Bearer token, Bearer other",
])("authorization: %j is read as Clerk's SDK reads it", async (authorization) => {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  const clerk = createClerkClient({
    publishableKey: "pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==",
    secretKey: "sk_test_x",
    telemetry: { disabled: true },
  });
  const state = await clerk.authenticateRequest(
    new Request("http://localhost:3000/", { headers }),
    { jwtKey: "none" },
  );
  const { tokenInHeader } = Seen.parse(state.toAuth()?.debug());
  // The SDK shows no more of a token than this.
  expect((bearerOf(headers) ?? "").slice(0, 7)).toBe(tokenInHeader);
});

test.each(["ak_x", "mt_x", "oat_x", "AK_x", "xak_x", "sk_test_x", "ak", "a.b.c", "oat_"])(
  "bearer %s is a machine's or not, as Clerk's SDK has it",
  (token) => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    expect(bearsMachineToken(headers)).toBe(isMachineTokenByPrefix(token));
  },
);
