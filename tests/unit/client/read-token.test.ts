import { ClerkAPIResponseError } from "@clerk/nextjs/errors";
import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { NoMemberError, readFault, SignedOutError } from "@/src/client/fault";
import { readToken } from "@/src/client/read-token";

const answered = (status: number) =>
  new ClerkAPIResponseError("refused", { data: [], status, clerkTraceId: "trace" });

test("asks for the organization's token, or for the person's own", async () => {
  const asked: unknown[] = [];
  const get = async (options: unknown) => {
    asked.push(options);
    return "token";
  };
  expect(await readToken(get, "org_1", { skipCache: true })).toBe("token");
  expect(await readToken(get, null, {})).toBe("token");
  expect(asked).toEqual([{ organizationId: "org_1", skipCache: true }, {}]);
});

test.each([
  ["no session", () => Promise.resolve(null), "org_1", SignedOutError, "signed_out"],
  ["401", () => Promise.reject(answered(401)), "org_1", SignedOutError, "signed_out"],
  ["403", () => Promise.reject(answered(403)), "org_1", NoMemberError, "membership_removed"],
  ["404", () => Promise.reject(answered(404)), "org_1", NoMemberError, "membership_removed"],
  [
    "404 for no organization",
    () => Promise.reject(answered(404)),
    null,
    SignedOutError,
    "signed_out",
  ],
] as const)("%s is told as what it means", async (_, get, organizationId, Thrown, code) => {
  const error: unknown = await readToken(get, organizationId, {}).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Thrown);
  // Guarantee: the line above.
  expect(readFault(TRPCClientError.from(error as Error)).code).toBe(code);
});

test.each([answered(500), answered(429), new Error("offline")])(
  "and what is no answer about them stays what it was: %s",
  async (error) => {
    await expect(readToken(() => Promise.reject(error), "org_1", {})).rejects.toBe(error);
  },
);
