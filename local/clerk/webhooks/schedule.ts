const HOUR_MS = 3600_000;

/**
 * Svix's published schedule: how long to wait before each attempt, counted from the failure before
 * (https://docs.svix.com/retries). After the last one a message has failed. No jitter is published.
 */
const WAIT_SECONDS = [0, 5, 300, 1800, 7200, 18_000, 36_000, 36_000];

export const ATTEMPTS = WAIT_SECONDS.length;

/** How long to wait after so many failures; null when there is no further attempt. */
export function waitAfter(failures: number, factor: number): number | null {
  const seconds = WAIT_SECONDS[failures];
  return seconds === undefined ? null : seconds * 1000 * factor;
}

/** How long messages are signed with a replaced secret besides the new one. */
export const SECRET_OVERLAP_MS = 24 * HOUR_MS;

/**
 * An endpoint is disabled when everything has failed for five days. The days count only once several messages have failed
 * within 24 hours, the first and the last of them at least 12 hours apart.
 */
export const DISABLED_AFTER_MS = 5 * 24 * HOUR_MS;
export const FAILURES_WITHIN_MS = 24 * HOUR_MS;
export const FAILURES_APART_MS = 12 * HOUR_MS;
