import { env } from "@/src/env";

/**
 * Whether a request that changes something may come from where it says it comes from. A browser sends Origin with every
 * POST; a client that is no browser sends none, and carries no cookies of anybody's.
 */
export function isTrustedOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return env().APP_URL.includes(origin);
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}
