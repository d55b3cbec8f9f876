import { randomUUID } from "node:crypto";
import { clerkMiddleware } from "@clerk/nextjs/server";
import { NextRequest, NextResponse, type NextFetchEvent } from "next/server";
import { env } from "@/src/env";
import { bearsMachineToken } from "@/src/server/auth/bearer";
import { clerkOriginOf } from "@/src/server/auth/clerk-origin";
import { withoutVerdict } from "@/src/server/auth/nobody";
import { verificationOptions } from "@/src/server/auth/options";
import { decodePath } from "@/src/server/http/decode";
import { isOwnOrigin } from "@/src/server/http/origin";
import { refuse } from "@/src/server/http/refuse";
import { makeNonce, pagePolicy } from "@/src/server/http/security-headers";
import { log } from "@/src/server/log";

const clerk = clerkMiddleware(noOpinion, (request) => ({
  ...verificationOptions(request.headers),
  organizationSyncOptions: { organizationPatterns: ["/org/:slug", "/org/:slug/(.*)"] },
  // Serves Clerk's Frontend API under our own origin, where the proxy address is a path.
  frontendApiProxy: { enabled: env().NEXT_PUBLIC_CLERK_PROXY_URL?.startsWith("/") ?? false },
}));

/**
 * Convenience, never the gate: refreshes the session cookie, activates the organization that an address names, hands Clerk's
 * verdict to auth(), and gives each page its policy. Without this file pages and routes know nobody, and every gate refuses
 * (tests/e2e/middleware.test.ts).
 */
export async function middleware(request: NextRequest, event: NextFetchEvent) {
  if (decodePath(request.nextUrl.pathname) === null) return refuse("bad_input", randomUUID());
  if (isForeignAction(request)) return refuse("cross_origin", randomUUID());
  if (!isPage(request)) return identify(request, event);
  const { NODE_ENV, ...rest } = env();
  const nonce = makeNonce();
  const policy = pagePolicy(nonce, {
    development: NODE_ENV === "development",
    clerkOrigin: clerkOriginOf(rest),
    pictures: rest.CLERK_FAPI_URL ? [new URL(rest.CLERK_FAPI_URL).origin] : [],
  });
  const answer = await identify(
    withHeaders(request, { [policyHeader]: policy, "x-nonce": nonce }),
    event,
  );
  if (answer) answer.headers.set(policyHeader, policy);
  return answer;
}

const policyHeader = "content-security-policy";

/** Next reads the nonce from the request's policy and puts it into the scripts that it writes; ours reads it by its own name. */
function withHeaders(request: NextRequest, added: Readonly<Record<string, string>>): NextRequest {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return new NextRequest(request, { headers });
}

async function identify(request: NextRequest, event: NextFetchEvent) {
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

/** Neither a route, whose policy next.config.ts sends, nor Clerk's own answers, which are passed on. */
function isPage({ nextUrl }: NextRequest): boolean {
  return !/^\/(api|__clerk)\//.test(nextUrl.pathname);
}

/** A post to a page is a server action. Next refuses those of other origins too, but as a fault of the server (500). */
function isForeignAction(request: NextRequest): boolean {
  return request.method === "POST" && isPage(request) && !isOwnOrigin(request.headers);
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
