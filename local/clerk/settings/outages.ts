import { z } from "zod";

/** How an API answers: as it should, not at all (503), 429 with Retry-After, or what no client can parse. */
const Condition = z.enum(["up", "down", "rate_limited", "malformed"]);

const ApiOutage = z.strictObject({
  condition: Condition.default("up"),
  /** Added before every answer, in ms. */
  delayMs: z.number().int().min(0).max(120_000).default(0),
  /** What a 429 tells to wait, in seconds. */
  retryAfterSeconds: z.number().int().min(0).max(3600).default(1),
});

/** Which of Clerk's APIs are out of order, on purpose. */
export const OutageSettings = z.strictObject({
  backendApi: ApiOutage.prefault({}),
  frontendApi: ApiOutage.prefault({}),
});

export type OutageSettings = z.output<typeof OutageSettings>;
export type ApiOutage = z.output<typeof ApiOutage>;
