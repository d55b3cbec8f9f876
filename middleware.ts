import { randomUUID } from "node:crypto";
import { clerkMiddleware } from "@clerk/nextjs/server";
import { NextResponse, type NextFetchEvent, type NextRequest } from "next/server";
import { env } from "@/src/env";
import { bearsMachineToken } from "@/src/server/auth/bearer";
import { withoutVerdict } from "@/src/server/auth/nobody";
import { verificationOptions } from "@/src/server/auth/options";
import { decodePath } from "@/src/server/http/decode";
import { isOwnOrigin } from "@/src/server/http/origin";
import { refuse } from "@/src/server/http/refuse";
import { log } from "@/src/server/log";

const clerk = clerkMiddleware(noOpinion, (request) => ({
  ...verificationOptions(request.headers),
  organizationSyncOptions: { organizationPatterns: ["/org/:slug", "/org/:slug/(.*)"] },
  // Serves Clerk's Frontend API under our own origin, where the proxy address is a path.
  frontendApiProxy: { enabled: env().NEXT_PUBLIC_CLERK_PROXY_URL?.startsWith("/") ?? false },
}));

/**
 * Convenience, never the gate: refreshes the session cookie, activates the organization that an address names, and hands
 * Clerk's verdict to auth(). Without this file pages and routes know nobody, and every gate refuses (tests/e2e/middleware.test.ts).
 */
export async function middleware(request: NextRequest, event: NextFetchEvent) {
  if (decodePath(request.nextUrl.pathname) === null) return refuse("bad_input", randomUUID());
  if (isForeignAction(request)) return refuse("cross_origin", randomUUID());
  // Nobody can be signed in by one, so nobody may have us ask Clerk about it.
  if (bearsMachineToken(request.headers)) return asNobody(request);
  try {
    return await clerk(request, event);
  } catch (error) {
    // Clerk's SDK throws at some claims and parameters of an unknown form, instead of refusing them.
    const reason = error instanceof Error ? error.message : "unknown";
    log.warn({ reason }, "the request's credentials cannot be read; treated as signed out");
    return asNobody(request);
  }
}

function asNobody({ headers }: NextRequest): NextResponse {
  return NextResponse.next({ request: { headers: withoutVerdict(headers) } });
}

/** A post to a page is a server action. Next refuses those of other origins too, but as a fault of the server (500). */
function isForeignAction({ method, nextUrl, headers }: NextRequest): boolean {
  return method === "POST" && !/^\/(api|__clerk)\//.test(nextUrl.pathname) && !isOwnOrigin(headers);
}

/** Pages and procedures decide for themselves. */
function noOpinion(): void {}

export const config = {
  runtime: "nodejs",
  // All but Next's own files, what is the same for everybody, and tRPC, which verifies for itself. Whole segments, and no extension is special: an address
  // such as /admin/users/report.csv is as private as its folder.
  matcher: [
    "/((?!_next/|(?:about|pricing)?$|blog(?:/|$)|api/trpc/|api/webhooks/|api/sync$|api/health/|favicon[.]ico$|icon[.]svg$).*)",
    // What cannot be decoded is refused here: Next would answer 500.
    "/blog/(.*%.*)",
    "/api/trpc/(.*%.*)",
  ],
};
