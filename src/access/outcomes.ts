import { errorCodes, type ErrorCode } from "./errors";

/** How a call came out, as the audit trail says it. `more_not_recorded`: what more of this person's is refused in that chain within the minute is only in the log. */
export type Outcome = "done" | "more_not_recorded" | ErrorCode;

export function isOutcome(value: string): value is Outcome {
  return value === "done" || value === "more_not_recorded" || Object.hasOwn(errorCodes, value);
}
