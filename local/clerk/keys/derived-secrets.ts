import { createHmac, timingSafeEqual } from "node:crypto";
import type { Keys } from "./keys.ts";

/**
 * A secret that is kept nowhere: it follows from the instance's own and from what it belongs to, so it can be shown again
 * to whoever has the secret key, as Clerk does, and the state on disk gives away none.
 */
export function deriveSecret(keys: Keys, prefix: string, owner: string): string {
  const digest = createHmac("sha256", keys.secretKey).update(`${prefix}\n${owner}`).digest("hex");
  return `${prefix}_${digest}`;
}

export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
