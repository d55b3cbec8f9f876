import pino from "pino";

/** Lines of JSON on standard error. Never pass secrets, tokens, payloads or addresses: ids and codes say enough. */
export const log = pino(
  {
    base: null,
    // Read directly: logging must work while the environment is being found wanting.
    level: process.env["LOG_LEVEL"] ?? "info",
    serializers: { error: pino.stdSerializers.err },
  },
  pino.destination({ fd: 2, sync: true }),
);
