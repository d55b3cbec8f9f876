import { hash } from "node:crypto";
import { bearerOf } from "./bearer";
import type { Verdict } from "./verify";

/** No longer than this, milliseconds, however long the token lives: a key that Clerk has withdrawn is asked about again. */
const longest = 60_000;
/** As many verdicts as are kept. They are digests and ids, a few hundred bytes each. */
const most = 10_000;

/** All that decides about a request with a bearer token, besides time and Clerk's keys: Clerk's SDK reads these headers of it. */
const decisive = [
  "authorization",
  "cookie",
  "host",
  "x-forwarded-host",
  "x-forwarded-proto",
  "cloudfront-forwarded-proto",
] as const;

/**
 * Verdicts on bearer tokens that were verified a moment ago. A token that verifies does so until it ends: its text, its
 * signature and its party stay as they are. What was refused is never kept, and revocation is asked of the database, each time.
 */
export class VerdictMemory {
  readonly #kept = new Map<string, { readonly verdict: Verdict; readonly until: number }>();

  /** Null where nothing may be remembered: without a bearer token more decides, such as the address and how it was asked for. */
  static keyOf(headers: Headers): string | null {
    if (bearerOf(headers) === null) return null;
    return hash("sha256", JSON.stringify(decisive.map((name) => headers.get(name))), "base64url");
  }

  get size(): number {
    return this.#kept.size;
  }

  recall(key: string, now = Date.now()): Verdict | null {
    const found = this.#kept.get(key);
    if (!found) return null;
    if (now < found.until) return found.verdict;
    this.#kept.delete(key);
    return null;
  }

  keep(key: string, verdict: Verdict, now = Date.now()): void {
    // One that the SDK has refreshed is another token than the one that was sent.
    if (verdict.principal.kind !== "person" || verdict.cookies.length > 0) return;
    const until = Math.min(verdict.expiresAt, now + longest);
    if (until <= now) return;
    this.#forgetOld(now);
    this.#kept.set(key, { verdict, until });
  }

  /** The oldest stand first: those that are over, and one more where there are too many. */
  #forgetOld(now: number): void {
    for (const [key, { until }] of this.#kept) {
      if (until > now && this.#kept.size < most) return;
      this.#kept.delete(key);
    }
  }
}
