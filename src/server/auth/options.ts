import { env } from "@/src/env";
import { bearerOf } from "./bearer";

/** How Clerk's SDK verifies a request; the same in the middleware and outside it. */
export function verificationOptions(headers: Headers) {
  const { APP_URL, CLERK_JWT_KEY, ALLOW_BEARER_WITHOUT_AZP } = env();
  const bearer = ALLOW_BEARER_WITHOUT_AZP ? bearerOf(headers) : null;
  return {
    // With parties given, Clerk refuses a token of another party and one that names none, in a cookie as in a header.
    authorizedParties: bearer !== null && namesNoParty(bearer) ? undefined : APP_URL,
    jwtKey: CLERK_JWT_KEY,
  };
}

/**
 * Whether a token has no `azp` at all, as those that Clerk's Backend API makes. Read before it is verified: the signature is
 * then checked over the same text, so what is read here is what was signed. An empty party is one, and not ours.
 */
function namesNoParty(token: string): boolean {
  try {
    const payload: unknown = JSON.parse(
      Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"),
    );
    return typeof payload === "object" && payload !== null && !("azp" in payload);
  } catch {
    return false;
  }
}
