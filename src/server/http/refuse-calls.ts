import { getErrorShape, transformTRPCResponse, TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { AppError, errorCodes, type ErrorCode } from "@/src/access/errors";
import { appRouter } from "@/src/server/trpc/root";
import type { Refusal } from "./refuse";

/** Refuses all calls of a request at once, in the words of tRPC: its client then knows the code, and tells the person why. */
export function refuseCalls(code: ErrorCode, requestId: string, refusal: Refusal = {}): Response {
  const { trpc, http } = errorCodes[code];
  const cause = new AppError(code, refusal.message);
  const error = new TRPCError({ code: trpc, message: cause.message, cause });
  return refuseBy(error, http, requestId, refusal.headers);
}

/** Refuses a subscription that did not begin. Its client reads the code as that of any call, which is no stream either. */
export function refuseStream(error: TRPCError, requestId: string): Response {
  const headers: Refusal["headers"] =
    error.code === "TOO_MANY_REQUESTS" ? { "retry-after": "10" } : {};
  return refuseBy(error, getHTTPStatusCodeFromError(error), requestId, headers);
}

function refuseBy(
  error: TRPCError,
  status: number,
  requestId: string,
  headers: Refusal["headers"],
): Response {
  const { _config: config } = appRouter._def;
  const shape = getErrorShape({
    config,
    error,
    type: "unknown",
    path: undefined,
    input: undefined,
    ctx: undefined,
  });
  return Response.json(transformTRPCResponse(config, { error: shape }), {
    status,
    headers: { ...headers, "x-request-id": requestId, "cache-control": "no-store" },
  });
}
