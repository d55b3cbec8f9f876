import { createClerkClient } from "@clerk/nextjs/server";
import { env } from "@/src/env";
import { mintPrincipal } from "./claims";
import { verificationOptions } from "./options";
import { anonymous, type Principal } from "./principal";

/** The principal of a request that did not pass Next's middleware, verified here as there: scripts and tests. */
export async function authenticateRequest(request: Request): Promise<Principal> {
  const { CLERK_SECRET_KEY, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, CLERK_API_URL } = env();
  const clerk = createClerkClient({
    secretKey: CLERK_SECRET_KEY,
    publishableKey: NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
    apiUrl: CLERK_API_URL,
    telemetry: { disabled: true },
  });
  const state = await clerk.authenticateRequest(request, verificationOptions(request.headers));
  return state.isAuthenticated ? mintPrincipal(state.toAuth()) : anonymous;
}
