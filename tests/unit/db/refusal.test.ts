import pg from "pg";
import { describe, expect, test } from "vitest";
import { AppError } from "@/src/access/errors";
import { Prisma } from "@/src/server/db/generated/client";
import { mapFault } from "@/src/server/db/refusal";

/** As node-postgres throws it. */
function fromPostgres(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError("refused", 0, "error"), { code });
}

/** As Prisma hangs what its adapter threw into its own error. */
function fromPrisma(code: string, originalCode: string): Prisma.PrismaClientKnownRequestError {
  const cause = { originalCode, originalMessage: "refused", kind: "postgres", code: originalCode };
  return new Prisma.PrismaClientKnownRequestError("Raw query failed.", {
    code,
    clientVersion: "7",
    meta: {
      driverAdapterError: Object.assign(new Error("refused"), {
        name: "DriverAdapterError",
        cause,
      }),
    },
  });
}

function known(code: string): Prisma.PrismaClientKnownRequestError {
  return new Prisma.PrismaClientKnownRequestError("failed", { code, clientVersion: "7" });
}

describe("what app.enter refuses has a code of its own", () => {
  test.each([
    ["GH001", "session_ended"],
    ["GH002", "user_deleted"],
    ["GH003", "user_banned"],
    ["GH004", "membership_removed"],
    ["GH005", "membership_removed"],
    ["GH006", "permission_stale"],
    ["GH007", "not_administrator"],
    ["GH012", "permission_missing"],
  ])("%s is %s", (state, code) => {
    for (const error of [
      fromPostgres(state),
      fromPrisma("P2010", state),
      new Error("outer", { cause: fromPostgres(state) }),
    ]) {
      const mapped = mapFault(error);
      expect(mapped).toBeInstanceOf(AppError);
      expect(mapped).toMatchObject({ code, cause: error });
    }
  });
});

test.each(["GH000", "GH999", "42501", "42P01", "23514", "22021", "XX000"])(
  "%s is a bug of ours and stays what it is",
  (state) => {
    for (const error of [fromPostgres(state), fromPrisma("P2010", state)])
      expect(mapFault(error)).toBe(error);
  },
);

test.each([
  ["P2025", "not_found"],
  ["P2003", "not_found"],
  ["P2002", "conflict"],
  ["P2028", "unavailable"],
  ["P2024", "unavailable"],
  ["P2034", "unavailable"],
  ["P1001", "unavailable"],
])("Prisma's %s is %s", (given, code) => {
  const error = known(given);
  expect(mapFault(error)).toMatchObject({ name: "AppError", code, cause: error });
});

test.each(["P2000", "P2011", "P2022", "P9999"])("Prisma's %s stays what it is", (code) => {
  const error = known(code);
  expect(mapFault(error)).toBe(error);
});

test.each(["57014", "57P01", "57P03", "53300", "55P03", "40001", "40P01", "08006", "25P03"])(
  "%s is a database that is busy or gone",
  (state) => {
    for (const error of [fromPostgres(state), fromPrisma("P2010", state)]) {
      expect(mapFault(error)).toMatchObject({ name: "AppError", code: "unavailable" });
    }
  },
);

test.each(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND"])(
  "%s is a database that cannot be reached",
  (code) => {
    const error = Object.assign(new Error("connect"), { code });
    for (const each of [error, new Error("outer", { cause: error })]) {
      expect(mapFault(each)).toMatchObject({ name: "AppError", code: "unavailable" });
    }
  },
);

test("waiting in vain for a connection is a database that is busy", () => {
  const error = new Error("timeout exceeded when trying to connect");
  expect(mapFault(error)).toMatchObject({ name: "AppError", code: "unavailable" });
});

test("our own refusals pass as they are", () => {
  const error = new AppError("conflict", "Taken.");
  expect(mapFault(error)).toBe(error);
});

test("nothing else is taken for a refusal", () => {
  const circular: { cause?: unknown } = {};
  circular.cause = circular;
  for (const value of [
    undefined,
    null,
    "GH001",
    42501,
    new Error("GH001"),
    { message: "GH004" },
    { code: 42501 },
    circular,
    new TypeError("x"),
    // A code of Prisma's on an error that is not Prisma's.
    Object.assign(new Error("x"), { code: "P2025" }),
  ]) {
    expect(mapFault(value)).toBe(value);
  }
});
