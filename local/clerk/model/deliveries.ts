/** One webhook message; `id` is its `svix-id` on every attempt. It never changes. */
export interface Message {
  id: string;
  /** Order of events, and so of first attempts. */
  sequence: number;
  type: string;
  body: string;
  createdAt: number;
}

/** Why an attempt was made: by the schedule, as a second copy (chaos), or because somebody asked. */
export type Trigger = "schedule" | "duplicate" | "manual";

export interface Attempt {
  at: number;
  durationMs: number;
  trigger: Trigger;
  /** null when no answer came */
  responseStatus: number | null;
  /** The beginning of the answer. */
  responseBody: string;
  /** null when it was taken */
  error: string | null;
}

/** "dropped": lost on purpose, by a chaos setting. */
export type DeliveryStatus = "pending" | "delivered" | "failed" | "dropped";

/** What has become of the message of the same id. Apart from it, so that a change does not write the body again. */
export interface Delivery {
  id: string;
  status: DeliveryStatus;
  /** How far in the schedule: attempts of its own that failed. */
  failures: number;
  /** When the schedule tries it; null when it does not any more. */
  nextAttemptAt: number | null;
  lastError: string | null;
  /** Oldest first. */
  attempts: readonly Attempt[];
}

/** How the application's endpoint has been doing. */
export interface Endpoint {
  id: "endpoint";
  /** null while it is enabled */
  disabledAt: number | null;
  /** The first of the failures by which it is judged; null after a success. */
  failingSince: number | null;
  /** From when the days count after which it is disabled. */
  clockStartedAt: number | null;
}
