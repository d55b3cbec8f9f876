import { ATTEMPTS } from "../webhooks/schedule.ts";
import type { LoggedMessage } from "../webhooks/log.ts";

/** A line of the list: without payload and attempts. */
export function deliverySummaryJson(message: LoggedMessage) {
  const last = message.attempts.at(-1);
  return {
    id: message.id,
    sequence: message.sequence,
    type: message.type,
    status: message.status,
    createdAt: message.createdAt,
    attemptCount: message.attempts.length,
    lastAttemptAt: last?.at ?? null,
    lastResponseStatus: last?.responseStatus ?? null,
    lastError: message.lastError,
    nextAttemptAt: message.nextAttemptAt,
    /** Failed because the whole schedule has been gone through. */
    exhausted: message.status === "failed" && message.failures >= ATTEMPTS,
  };
}

/** With the payload, which is the body as it is sent, and the attempts, oldest first. */
export function deliveryJson(message: LoggedMessage) {
  const payload: unknown = JSON.parse(message.body);
  return { ...deliverySummaryJson(message), payload, attempts: message.attempts };
}
