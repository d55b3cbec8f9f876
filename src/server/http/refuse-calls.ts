import { getErrorShape, transformTRPCResponse, TRPCError } from "@trpc/server";
import { AppError, errorCodes, type ErrorCode } from "@/src/access/errors";
import { appRouter } from "@/src/server/trpc/root";
import type { Refusal } from "./refuse";

/** Refuses all calls of a request at once, in the words of tRPC: its client then knows the code, and tells the person why. */
export function refuseCalls(code: ErrorCode, requestId: string, refusal: Refusal = {}): Response {
  const { trpc, http } = errorCodes[code];
  const cause = new AppError(code, refusal.message);
  const { _config: config } = appRouter._def;
  const error = getErrorShape({
    config,
    error: new TRPCError({ code: trpc, message: cause.message, cause }),
    type: "unknown",
    path: undefined,
    input: undefined,
    ctx: undefined,
  });
  return Response.json(transformTRPCResponse(config, { error }), {
    status: http,
    headers: { ...refusal.headers, "x-request-id": requestId, "cache-control": "no-store" },
  });
}
