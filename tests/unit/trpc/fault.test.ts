import { TRPCError } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AppError, errorCodes, type ErrorCode } from "@/src/access/errors";
import { errorCodeOf, toPublicError } from "@/src/server/trpc/fault";

const thrown = (cause: unknown): TRPCError =>
  new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "raw", cause });

describe("each code of the union keeps its own", () => {
  test.each(Object.keys(errorCodes) as ErrorCode[])("%s", (code) => {
    const error = toPublicError(thrown(new AppError(code)));
    expect(errorCodeOf(error)).toBe(code);
    expect(error.code).toBe(errorCodes[code].trpc);
    expect(error.message).toBe(errorCodes[code].message);
  });
});

test("what is not recognised is hidden", () => {
  for (const cause of [
    new Error("password=hunter2"),
    new AppError("internal", "hunter2"),
    new TypeError("hunter2"),
  ]) {
    const error = toPublicError(thrown(cause));
    expect(error.code).toBe("INTERNAL_SERVER_ERROR");
    expect(error.message).toBe(errorCodes.internal.message);
  }
  const unsaid = toPublicError(
    new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "hunter2" }),
  );
  expect(unsaid.message).toBe(errorCodes.internal.message);
});

test("an output that fails its schema is ours to mend, not the caller's", () => {
  const cause = z.string().safeParse(1).error;
  const error = toPublicError(
    new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "Output validation failed", cause }),
  );
  expect(errorCodeOf(error)).toBe("internal");
});

test("an input that fails its schema keeps its cause, off which the fields are read", () => {
  const cause = z.object({ name: z.string() }).safeParse({}).error;
  const given = new TRPCError({ code: "BAD_REQUEST", cause });
  expect(toPublicError(given)).toBe(given);
  expect(errorCodeOf(given)).toBe("bad_input");
});

test.each([
  ["BAD_REQUEST", "bad_input"],
  ["PARSE_ERROR", "bad_input"],
  ["METHOD_NOT_SUPPORTED", "method_not_allowed"],
  ["UNSUPPORTED_MEDIA_TYPE", "unsupported_media_type"],
  ["NOT_FOUND", "not_found"],
  ["PAYLOAD_TOO_LARGE", "too_large"],
  ["INTERNAL_SERVER_ERROR", "internal"],
  ["UNAUTHORIZED", "internal"],
  ["FORBIDDEN", "internal"],
] as const)("tRPC's own %s is %s", (code, expected) => {
  expect(errorCodeOf(new TRPCError({ code }))).toBe(expected);
});
