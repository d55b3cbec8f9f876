/**
 * How many minutes ago somebody proved who they are, by each factor, as the session token says; null for a factor that they were
 * not asked for.
 */
export interface Proof {
  readonly first: number | null;
  readonly second: number | null;
}

/** A proof counts for so many minutes. Short enough that a screen left alone is of little use to whoever finds it. */
export const freshMinutes = 10;

/**
 * What a refusal says to Clerk's `useReverification()`, in the form that it knows. The level is the second factor, or the first one
 * of somebody who has no other.
 */
export const reverificationHint = {
  clerk_error: {
    type: "forbidden",
    reason: "reverification-error",
    metadata: { reverification: { level: "second_factor", afterMinutes: freshMinutes } },
  },
} as const;

/** Whoever has a second factor proves it by that one: the password alone is what was to be doubted. */
export function isFresh(proof: Proof | null): boolean {
  const minutes = proof && (proof.second ?? proof.first);
  return minutes !== null && minutes < freshMinutes;
}
