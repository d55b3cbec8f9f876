/** What becomes of a delivery; `failed` is to come again, the others are at their end. */
export const deliveryStatuses = ["applied", "ignored", "rejected", "failed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** By which way something was heard from Clerk. */
export const deliverySources = ["webhook", "reconcile", "command"] as const;
export type DeliverySource = (typeof deliverySources)[number];

export const runKinds = ["reconcile", "replay"] as const;

/** Of a reconcile or a replay; `stopped` asks to be confirmed. */
export const runStatuses = ["waiting", "running", "done", "failed", "stopped"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** How far back the lag is shown, in hours. */
export const lagSpans = { day: 24, week: 168 } as const;
export type LagSpan = keyof typeof lagSpans;

/** What stands in a masked payload in the place of a value. */
export const hiddenValue = "•••";
