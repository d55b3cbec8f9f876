import { AppError, type ErrorCode } from "@/src/access/errors";

/** SQLSTATEs that app.enter raises (prisma/migrations/*_enter), and GH008 to GH011 and GH013 app.begin_command (*_impersonation). GH000 is a principal we made wrongly: a bug of ours. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  GH001: "session_ended",
  GH002: "user_deleted",
  GH003: "user_banned",
  GH004: "membership_removed",
  GH005: "membership_removed",
  GH006: "permission_stale",
  GH007: "not_administrator",
  GH008: "impersonated",
  GH009: "not_oneself",
  GH010: "last_administrator",
  GH011: "not_found",
  GH012: "permission_missing",
  GH013: "not_impersonable",
};

/** Codes that say the database is not there, busy, or stopped us in time: try again later. */
const unavailableStates = /^(08|53|57P|57014|55P03|40001|40P01|25P0)/;
const unavailableErrno = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND"]);
/** Prisma's own: timed out waiting for a connection or in a transaction, transaction conflict, server not reachable. */
const unavailablePrisma = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2034",
  "P2037",
]);

/**
 * Translates what the database or Prisma threw into the closed union. What is not recognised stays as it is: the transport
 * answers 500 and logs it. A bare 42501 is among those: a gate and the database disagree, which is a bug of ours.
 */
export function mapFault(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const state = sqlState(error);
  const refusal = state === undefined ? undefined : refusals[state];
  if (refusal) return new AppError(refusal, undefined, { cause: error });
  const prisma = prismaCode(error);
  if (prisma === "P2025") return new AppError("not_found", undefined, { cause: error });
  if (prisma === "P2002") return new AppError("conflict", undefined, { cause: error });
  if (prisma === "P2003") return new AppError("not_found", undefined, { cause: error });
  if (prisma !== undefined && unavailablePrisma.has(prisma))
    return new AppError("unavailable", undefined, { cause: error });
  if (state !== undefined && unavailableStates.test(state)) {
    return new AppError("unavailable", undefined, { cause: error });
  }
  if (hasErrno(error) || isConnectTimeout(error))
    return new AppError("unavailable", undefined, { cause: error });
  return error;
}

/** By name, not by class: the client may have been loaded by another of Next's module graphs than this one. */
function prismaCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "PrismaClientKnownRequestError") return undefined;
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The SQLSTATE, from node-postgres's error or from where Prisma's adapter put it (cause.originalCode, meta). */
function sqlState(error: unknown): string | undefined {
  for (const candidate of chain(error)) {
    for (const key of ["originalCode", "code"] as const) {
      const value = candidate[key];
      if (typeof value === "string" && /^[0-9A-Z]{5}$/.test(value) && !/^P\d{4}$/.test(value))
        return value;
    }
  }
  return undefined;
}

function hasErrno(error: unknown): boolean {
  return chain(error).some(({ code }) => typeof code === "string" && unavailableErrno.has(code));
}

function isConnectTimeout(error: unknown): boolean {
  // pg-pool has no code for it.
  return chain(error).some(
    ({ message }) =>
      typeof message === "string" &&
      /timeout exceeded when trying to connect|Connection terminated/.test(message),
  );
}

/** The error, its causes and the driver errors that Prisma hangs in `meta`, outermost first. */
function chain(error: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > 6) return;
    // Guarantee: a non-null object may be read by any key.
    const record = value as Record<string, unknown>;
    found.push(record);
    visit(record["cause"], depth + 1);
    visit(record["meta"], depth + 1);
    visit(record["driverAdapterError"], depth + 1);
  };
  visit(error, 0);
  return found;
}
