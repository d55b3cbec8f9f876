import { createHmac, randomBytes } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { env } from "@/src/env";
import type { Principal } from "@/src/server/auth/principal";
import { log } from "@/src/server/log";
import { clientAddress, seemsForwarded } from "./address";
import { peerOfRequest } from "./peer";

/**
 * As many counters as there can be of each kind. Addresses and people are spread over them by a secret of this process: the
 * memory is bounded, nobody can choose with whom to share one, and no address is kept.
 */
const counters = 2 ** 17;
const windowSeconds = 60;

interface Limits {
  readonly salt: Buffer;
  readonly address: RateLimiterMemory;
  readonly person: RateLimiterMemory;
  /** Whether the log has been told of a proxy that is not counted on. Once: whoever calls can bring it about. */
  hinted: boolean;
}

// Routes and server actions live in different module graphs, and count together.
const holder: typeof globalThis & { gatehouseLimits?: Limits } = globalThis;

function limits(): Limits {
  return (holder.gatehouseLimits ??= {
    salt: randomBytes(32),
    address: new RateLimiterMemory({ points: env().RATE_LIMIT_ADDRESS, duration: windowSeconds }),
    person: new RateLimiterMemory({ points: env().RATE_LIMIT_PERSON, duration: windowSeconds }),
    hinted: false,
  });
}

/** Counts calls against the address that they come from. Whole seconds to wait when they are too many, else null. */
export function chargeAddress(headers: Headers, calls = 1): Promise<number | null> {
  const forwardedFor = headers.get("x-forwarded-for");
  const peer = peerOfRequest();
  const proxies = env().TRUSTED_PROXIES;
  if (!limits().hinted && seemsForwarded(peer, forwardedFor, proxies)) {
    limits().hinted = true;
    log.warn(
      "a request has an x-forwarded-for of its own: if a proxy stands in front, set TRUSTED_PROXIES, or all callers share one limit",
    );
  }
  const address = clientAddress(peer, forwardedFor, proxies);
  return charge(limits().address, address, calls);
}

/** Counts calls against the person who makes them, from wherever; nobody is counted by the address alone. */
export async function chargePerson(principal: Principal, calls = 1): Promise<number | null> {
  if (principal.kind !== "person") return null;
  return charge(limits().person, principal.userId, calls);
}

async function charge(
  limiter: RateLimiterMemory,
  who: string,
  calls: number,
): Promise<number | null> {
  const digest = createHmac("sha256", limits().salt).update(who).digest();
  try {
    await limiter.consume(digest.readUInt32LE() % counters, calls);
    return null;
  } catch (error) {
    const wait = msBeforeNext(error);
    if (wait === null) throw error;
    return Math.max(1, Math.ceil(wait / 1000));
  }
}

/** The library throws its verdict; by shape, not by class: another of Next's module graphs may have made the counters. */
function msBeforeNext(verdict: unknown): number | null {
  if (typeof verdict !== "object" || verdict === null || !("msBeforeNext" in verdict)) return null;
  return typeof verdict.msBeforeNext === "number" ? verdict.msBeforeNext : null;
}
