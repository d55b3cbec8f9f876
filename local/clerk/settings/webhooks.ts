import { z } from "zod";

/** What may go wrong with webhooks on the way, on purpose. */
export const WebhookSettings = z.strictObject({
  /** Nothing is sent while true; what happens meanwhile waits. */
  paused: z.boolean().default(false),
});

export type WebhookSettings = z.output<typeof WebhookSettings>;
