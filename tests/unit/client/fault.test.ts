import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { CancelledError, endsSession, readFault, SignedOutError } from "@/src/client/fault";

test("what a person called off is told apart from what was refused, and ends no session", () => {
  const fault = readFault(TRPCClientError.from(new CancelledError()));
  expect(fault).toMatchObject({ code: "cancelled", requestId: null, fields: {} });
  expect(endsSession(fault.code)).toBe(false);
});

test("a call without a token ends the session", () => {
  expect(endsSession(readFault(TRPCClientError.from(new SignedOutError())).code)).toBe(true);
  expect(endsSession("unreachable")).toBe(false);
  expect(endsSession("reverification_required")).toBe(false);
});
