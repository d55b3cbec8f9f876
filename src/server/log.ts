import pino from "pino";

/** Lines of JSON on standard error. Never pass secrets, tokens, payloads or addresses: ids and codes say enough. */
export const log = pino(
  {
    base: null,
    // Read directly: logging must work while the environment is being found wanting.
    level: process.env["LOG_LEVEL"] ?? "info",
    serializers: { error: describeError },
  },
  pino.destination({ fd: 2, sync: true }),
);

/** What of an error may be logged. Postgres puts rows into `detail` and parameters into `where`: those stay out. */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...("code" in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}
