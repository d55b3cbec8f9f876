import type { Context, MiddlewareHandler } from "hono";
import { ClerkError, notFound } from "./errors.ts";

/**
 * For what is ours alone: mail, settings, the console. Programs on this machine may use it, and pages that it serves
 * itself; no other page that is open in the browser, not even one of another port, and nobody through the application.
 */
export const localOnly: MiddlewareHandler = async (c, next) => {
  // A request through the application's proxy names itself as one.
  if (c.req.header("clerk-proxy-url")) throw notFound("Only for this machine.");
  if (isForeign(c)) {
    throw new ClerkError(403, "origin_invalid", "Another site's page may not use this.");
  }
  await next();
};

/** By the headers that a browser adds and that a page cannot change. Programs send neither. */
function isForeign(c: Context): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== new URL(c.req.url).origin) return true;
  const site = c.req.header("sec-fetch-site");
  if (site === undefined || site === "same-origin" || site === "none") return false;
  return !isFollowedLink(c);
}

/** A link on another page, opened as a page of its own: who put it there sees nothing of it. */
function isFollowedLink(c: Context): boolean {
  return (
    c.req.method === "GET" &&
    c.req.header("sec-fetch-mode") === "navigate" &&
    c.req.header("sec-fetch-dest") === "document"
  );
}
