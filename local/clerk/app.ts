import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { addAvatarRoutes } from "./avatars.ts";
import { backendApi } from "./backend/app.ts";
import { addBundleRoutes } from "./bundles.ts";
import { consoleApp } from "./console/app.tsx";
import { ClerkError } from "./errors.ts";
import { frontendApi } from "./frontend/app.ts";
import { answerErrors, type App, type Env, originOfUrl, proxyUrlOf } from "./http.ts";
import { addImageRoutes } from "./images.ts";
import type { Instance } from "./instance.ts";
import { addLocalRoutes } from "./local-routes.ts";
import { isLoopbackHost, isLoopbackUrl } from "./loopback.ts";

/** What `_method` may name. A request with TRACE, say, cannot be made at all. */
const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);
/** What clerk-js reads from answers that come from another origin. */
const EXPOSED_HEADERS = "Clerk-Db-Jwt, Authorization, Retry-After, X-Country";

/** Bytes: room for the largest picture as a data URL, and for one that is too large, which has an error of its own. */
const MAX_BODY = 20_000_000;

/** The whole server. The Backend API has a prefix, because both APIs own paths like `/v1/organizations`. */
export function makeApp(instance: Instance): (request: Request) => Promise<Response> {
  const app: App = new Hono<Env>();
  answerErrors(app, instance);
  guardOrigins(app, instance);
  limitBodies(app);
  addLocalRoutes(app, instance);
  addBundleRoutes(app);
  addAvatarRoutes(app, instance);
  addImageRoutes(app, instance);
  app.route("/", consoleApp(instance));
  app.route("/bapi", backendApi(instance));
  app.route("/", frontendApi(instance));
  return async (request) => app.fetch(normalize(request));
}

/**
 * Only pages of this machine may use the server, or pages behind the application's own proxy, which knows the secret
 * key: any other site that the developer has open could otherwise read mail and codes here.
 */
function guardOrigins(app: App, instance: Instance): void {
  const allowed = new Set([instance.config.url, originOfUrl(instance.config.appUrl)]);
  app.use(async (c, next) => {
    const host = new URL(c.req.url).hostname;
    if (!isLoopbackHost(host)) {
      throw new ClerkError(421, "host_invalid", `${host} is not an address of this machine.`);
    }
    const origin = c.req.header("origin");
    // Its own pages: the proxy passes on what any other site sends it, too.
    const proxied = originOfUrl(proxyUrlOf(c, instance) ?? "");
    if (origin && origin !== proxied && !allowed.has(origin) && !isLoopbackUrl(origin)) {
      throw new ClerkError(400, "origin_invalid", `The origin ${origin} is not allowed.`);
    }
    if (c.req.method === "OPTIONS") c.res = new Response(null, { status: 204 });
    else await next();
    if (!origin) return;
    c.header("access-control-allow-origin", origin);
    c.header("access-control-allow-credentials", "true");
    c.header("access-control-allow-headers", "authorization, content-type");
    c.header("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    c.header("access-control-expose-headers", EXPOSED_HEADERS);
    c.header("vary", "Origin");
  });
}

/** Also for a body that does not say how long it is: it is counted while it comes in. */
function limitBodies(app: App): void {
  app.use(
    bodyLimit({
      maxSize: MAX_BODY,
      onError() {
        throw new ClerkError(413, "request_body_too_large", "The request body is too large.");
      },
    }),
  );
}

/**
 * Two habits of clerk-js, undone before routing: it sends only GET and POST and puts the real method into `_method`,
 * and some of its paths have doubled or trailing slashes.
 */
function normalize(request: Request): Request {
  const url = new URL(request.url);
  const path = url.pathname.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");
  const named = request.method === "POST" ? url.searchParams.get("_method") : null;
  const method = named && METHODS.has(named) ? named : null;
  if ((path === url.pathname && !method) || request.method === "TRACE") return request;
  url.pathname = path;
  url.searchParams.delete("_method");
  const hasBody = request.method !== "GET" && request.method !== "HEAD" && method !== "GET";
  return new Request(url, {
    method: method ?? request.method,
    headers: request.headers,
    ...(hasBody ? { body: request.body, duplex: "half" as const } : {}),
  });
}
