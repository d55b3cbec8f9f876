import { clerkMiddleware } from "@clerk/nextjs/server";
import { env } from "@/src/env";

/**
 * Convenience, never the gate: refreshes the session cookie, activates the organization that an address names, and hands
 * Clerk's verdict to auth(). Without this file everybody is nobody, and every gate refuses (tests/e2e/middleware.test.ts).
 */
export const middleware = clerkMiddleware(noOpinion, () => {
  const { APP_URL, CLERK_JWT_KEY, NEXT_PUBLIC_CLERK_PROXY_URL } = env();
  return {
    authorizedParties: APP_URL,
    jwtKey: CLERK_JWT_KEY,
    organizationSyncOptions: { organizationPatterns: ["/org/:slug", "/org/:slug/(.*)"] },
    // Serves Clerk's Frontend API under our own origin, where the proxy address is a path.
    frontendApiProxy: { enabled: NEXT_PUBLIC_CLERK_PROXY_URL?.startsWith("/") ?? false },
  };
});

/** Pages and procedures decide for themselves. */
function noOpinion(): void {}

export const config = {
  runtime: "nodejs",
  // All but Next's own files and what is the same for everybody. Whole segments, and no extension is special: an address
  // such as /admin/users/report.csv is as private as its folder.
  matcher: [
    "/((?!_next/|(?:about|pricing)?$|blog(?:/|$)|api/webhooks/|api/health/|favicon[.]ico$|icon[.]svg$).*)",
  ],
};
