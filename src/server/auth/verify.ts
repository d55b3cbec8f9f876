import { createClerkClient } from "@clerk/nextjs/server";
import { env } from "@/src/env";
import { log } from "@/src/server/log";
import { bearsMachineToken } from "./bearer";
import { mintPrincipal } from "./claims";
import { verificationOptions } from "./options";
import { anonymous, type Principal } from "./principal";

/** What Clerk's SDK says of a request. */
export interface Verdict {
  readonly principal: Principal;
  /** When the token ends, milliseconds since the epoch; 0 for nobody. */
  readonly expiresAt: number;
  /** Set-Cookie lines of a session that the SDK has refreshed on the way. */
  readonly cookies: readonly string[];
}

const nobody: Verdict = { principal: anonymous, expiresAt: 0, cookies: [] };

let made: ReturnType<typeof createClerkClient> | undefined;

function clerk() {
  const { CLERK_SECRET_KEY, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, CLERK_API_URL } = env();
  return (made ??= createClerkClient({
    secretKey: CLERK_SECRET_KEY,
    publishableKey: NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
    apiUrl: CLERK_API_URL,
    telemetry: { disabled: true },
  }));
}

/**
 * Verifies a request that did not pass Next's middleware, as it would be there: the same SDK, the same options, and what the
 * middleware answers by a redirect, or takes for nobody, is nobody (tests/e2e/forged-tokens.test.ts compares the two).
 */
export async function verifyRequest(request: Request): Promise<Verdict> {
  // Nobody can be signed in by one, so nobody may have us ask Clerk about it.
  if (bearsMachineToken(request.headers)) return nobody;
  try {
    const state = await clerk().authenticateRequest(request, verificationOptions(request.headers));
    if (!state.isAuthenticated || state.headers.has("location")) return nobody;
    const auth = state.toAuth();
    const principal = mintPrincipal(auth);
    if (principal.kind !== "person") return nobody;
    const expiresAt = auth.sessionClaims.exp * 1000;
    return { principal, expiresAt, cookies: state.headers.getSetCookie() };
  } catch (error) {
    // Clerk's SDK throws at some claims and parameters of an unknown form, instead of refusing them.
    const reason = error instanceof Error ? error.message : "unknown";
    log.warn({ reason }, "the request's credentials cannot be read; treated as signed out");
    return nobody;
  }
}
