/** One webhook message until it is delivered; `id` is its `svix-id` on every attempt. */
export interface Delivery {
  id: string;
  /** Order of events, and so of first attempts. */
  sequence: number;
  type: string;
  body: string;
  attempts: number;
  nextAttemptAt: number;
  status: "pending" | "failed";
  lastError: string | null;
}
