import type { Context, Hono } from "hono";
import { ClerkError, errorBody } from "./errors.ts";
import type { Call, Instance } from "./instance.ts";

export interface Env {
  Variables: { call: Call };
}

export type App = Hono<Env>;

/** What the Authorization header carries; empty when there is none. */
export function bearerOf(c: Context): string {
  return /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
}

/** One request as the rest of the code sees it. */
export function makeCall(c: Context, instance: Instance, origin: string | null): Call {
  const proxyUrl = proxyUrlOf(c, instance);
  return {
    ...instance,
    origin,
    publicUrl: proxyUrl ?? instance.config.url,
    clientIp: (proxyUrl && c.req.header("x-forwarded-for")?.split(",")[0]?.trim()) || "127.0.0.1",
    userAgent: c.req.header("user-agent") ?? "",
  };
}

/**
 * The application's own proxy path, when the request came through it. Only a proxy that knows the secret key is
 * believed: anyone can send a header.
 */
export function proxyUrlOf(c: Context, instance: Pick<Instance, "keys">): string | null {
  if (c.req.header("clerk-secret-key") !== instance.keys.secretKey) return null;
  return c.req.header("clerk-proxy-url")?.replace(/\/+$/, "") ?? null;
}

/** Origin of the page that asks; a same-origin GET carries no Origin header, so the proxy's address stands in. */
export function originOf(c: Context, instance: Instance): string | null {
  const origin = c.req.header("origin");
  if (origin && origin !== "null") return origin;
  const proxyUrl = proxyUrlOf(c, instance);
  return proxyUrl ? originOfUrl(proxyUrl) : null;
}

export function originOfUrl(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

/** Answers every error in Clerk's shape, and says which endpoint is missing. */
export function answerErrors(app: App, instance: Instance): void {
  app.notFound((c) => {
    instance.log(`not implemented: ${c.req.method} ${c.req.path}`);
    const message = `The local Clerk does not implement ${c.req.method} ${c.req.path}.`;
    return c.json(errorBody("resource_not_found", message), 404);
  });
  app.onError((error, c) => {
    if (error instanceof ClerkError) return jsonResponse(error);
    instance.log(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`);
    return c.json(errorBody("internal_clerk_error", "The local Clerk failed; see its log."), 500);
  });
}

function jsonResponse(error: ClerkError): Response {
  return new Response(JSON.stringify(error.body()), {
    status: error.status,
    headers: { "content-type": "application/json" },
  });
}
