import { TRPCError } from "@trpc/server";
import { AppError, errorCodes, type ErrorCode } from "@/src/access/errors";
import { mapFault } from "@/src/server/db/refusal";

/** The code of the closed union that an error of a call comes down to. Unknown causes are `internal`. */
export function errorCodeOf(error: TRPCError): ErrorCode {
  const cause = mapFault(error.cause);
  if (cause instanceof AppError) return cause.code;
  switch (error.code) {
    case "BAD_REQUEST":
    case "PARSE_ERROR":
      return "bad_input";
    case "METHOD_NOT_SUPPORTED":
      return "method_not_allowed";
    case "UNSUPPORTED_MEDIA_TYPE":
      return "unsupported_media_type";
    case "NOT_FOUND":
      return "not_found";
    case "PAYLOAD_TOO_LARGE":
      return "too_large";
    default:
      return "internal";
  }
}

/** The error as the caller may see it: a code of the union and its message, never a cause. */
export function toPublicError(error: TRPCError): TRPCError {
  const cause = mapFault(error.cause);
  if (cause instanceof AppError) {
    const { trpc, message } = errorCodes[cause.code];
    const shown = cause.code === "internal" ? message : cause.message;
    return new TRPCError({ code: trpc, message: shown, cause });
  }
  // tRPC's own refusals (bad input, unknown procedure) keep their code and cause: the formatter reads the fields off it.
  if (errorCodeOf(error) !== "internal") return error;
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: errorCodes.internal.message,
    cause: error.cause,
  });
}
