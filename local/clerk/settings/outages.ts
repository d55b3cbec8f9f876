import { z } from "zod";

/** How an API answers: as it should, not at all (503), 429 with Retry-After, or what no client can parse. */
const Condition = z.enum(["up", "down", "rate_limited", "malformed"]);

const ApiOutage = z.strictObject({
  condition: Condition.default("up"),
  /** Added before every answer, in ms. */
  delayMs: z.number().int().min(0).max(120_000).default(0),
  /** What a 429 tells to wait, in seconds. */
  retryAfterSeconds: z.number().int().min(0).max(3600).default(1),
  /** How many of the requests it hits, from none (0) to all (1). */
  share: z.number().min(0).max(1).default(1),
  /** How many more requests it hits before the API is up again; null is no end. */
  times: z.number().int().min(1).nullable().default(null),
  /** Only requests whose path starts so, e.g. `/v1/users`. */
  path: z.string().default(""),
  /** A limit as Clerk has it: more requests than this in 10 s are answered 429, whatever the condition; null is none. */
  requestsPer10Seconds: z.number().int().min(1).nullable().default(null),
});

/** Which of Clerk's APIs are out of order, on purpose. */
export const OutageSettings = z.strictObject({
  backendApi: ApiOutage.prefault({}),
  frontendApi: ApiOutage.prefault({}),
});

export type OutageSettings = z.output<typeof OutageSettings>;
export type ApiOutage = z.output<typeof ApiOutage>;
