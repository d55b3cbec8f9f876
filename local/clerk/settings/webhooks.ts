import { z } from "zod";
import { isLoopbackUrl } from "../loopback.ts";

const Probability = z.number().min(0).max(1).default(0);
const Milliseconds = z.number().int().min(0).max(600_000);
const Several = z.number().int().min(0).max(1000).default(0);

/**
 * What goes wrong with first attempts, on purpose. Chance is drawn from the seed and the message's number alone: after
 * a reset, the same events meet the same fate.
 */
const Chaos = z
  .strictObject({
    seed: z.number().int().default(1),
    drop: Probability.describe("Never sent, and never tried again."),
    duplicate: Probability.describe("Sent twice, under one id."),
    delayMinMs: Milliseconds.default(0).describe(
      "Each message waits for a time between these two before it sets out.",
    ),
    delayMaxMs: Milliseconds.default(0),
    reorderWindow: Several.describe(
      "As many messages are collected and sent in an order of chance; 0 or 1 keeps the order.",
    ),
    burst: Several.describe(
      "As many messages are held back and then sent at once; 0 or 1 sends each by itself.",
    ),
    holdMs: Milliseconds.default(1000).describe(
      "How long reordering and bursts wait for their number to be full.",
    ),
  })
  .refine((chaos) => chaos.delayMinMs <= chaos.delayMaxMs, {
    path: ["delayMaxMs"],
    message: "must not be less than delayMinMs",
  });

export type Chaos = z.output<typeof Chaos>;

/** Where and how webhooks are sent, and what may go wrong with them on the way. */
export const WebhookSettings = z.strictObject({
  paused: z
    .boolean()
    .default(false)
    .describe("Nothing is sent while true; what happens meanwhile waits."),
  svixApp: z
    .boolean()
    .default(true)
    .describe("Without one there is no endpoint: nothing is sent, and nothing is kept for later."),
  url: z
    .url()
    .refine(isLoopbackUrl, "must be an http address of this machine")
    .nullable()
    .default(null)
    .describe("Where messages go; null: to the address that the server was started with."),
  eventTypes: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .describe("Only these types are sent; empty: all."),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe(
      "How many messages are on their way at once. With 1 they arrive in the order of the events.",
    ),
  timeoutMs: z
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(15_000)
    .describe("How long the application may take to answer."),
  retryFactor: z
    .number()
    .min(0)
    .max(10)
    .nullable()
    .default(null)
    .describe("Scales Svix's published times: 1 is real; null: as the server was started."),
  waitForApplication: z
    .boolean()
    .default(true)
    .describe("While nobody listens at the address, messages wait and no attempt is counted."),
  kept: z
    .number()
    .int()
    .min(0)
    .max(50_000)
    .default(5000)
    .describe("How many messages that are done with are kept to be looked at."),
  chaos: Chaos.prefault({}),
});

export type WebhookSettings = z.output<typeof WebhookSettings>;
