import { errorCodes, type ErrorCode } from "./errors";

/**
 * How a call came out, as the audit trail says it. `more_not_recorded`: what more of this person's is refused in that chain within the minute is only in the log.
 * `begun`: Clerk is about to be asked for the change; a later row says what became of it. `not_done`: it was found out later that it was not made.
 */
const others = ["done", "begun", "not_done", "more_not_recorded"] as const;
export type Outcome = (typeof others)[number] | ErrorCode;

export function isOutcome(value: string): value is Outcome {
  return others.some((other) => other === value) || Object.hasOwn(errorCodes, value);
}
