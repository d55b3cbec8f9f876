import { z } from "zod";

/** How an API answers: as it should, not at all (503), 429 with Retry-After, or what no client can parse. */
const Condition = z.enum(["up", "down", "rate_limited", "malformed"]);

const ApiOutage = z.strictObject({
  condition: Condition.default("up"),
  delayMs: z
    .number()
    .int()
    .min(0)
    .max(120_000)
    .default(0)
    .describe("Added before every answer, in ms."),
  retryAfterSeconds: z
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(1)
    .describe("What a 429 tells to wait, in seconds."),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("How many of the requests it hits, from none (0) to all (1)."),
  times: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("How many more requests it hits before the API is up again; null is no end."),
  path: z.string().default("").describe("Only requests whose path starts so, e.g. `/v1/users`."),
  requestsPer10Seconds: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "A limit as Clerk has it: more requests than this in 10 s are answered 429, whatever the condition; null is none.",
    ),
});

/** Which of Clerk's APIs are out of order, on purpose. */
export const OutageSettings = z.strictObject({
  backendApi: ApiOutage.prefault({}),
  frontendApi: ApiOutage.prefault({}),
});

export type OutageSettings = z.output<typeof OutageSettings>;
export type ApiOutage = z.output<typeof ApiOutage>;
