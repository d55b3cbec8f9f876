import { env } from "@/src/env";
import { bearerOf } from "@/src/server/auth/bearer";

/** Whether a page of this application sent the request: browsers send Origin with every POST, and no page can forge it. */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  return origin !== null && env().APP_URL.includes(origin);
}

/**
 * Whether a request that changes something may come from where it comes from. What a browser sends by itself (cookies, and
 * the parameters by which Clerk hands cookies over) counts only from our own pages. A bearer token somebody put there on
 * purpose, whatever the origin. With neither it is nobody's request, and the gates refuse it.
 */
export function mayChange(request: Request): boolean {
  if (bearerOf(request.headers) !== null || isOwnOrigin(request.headers)) return true;
  const handsOver = [...new URL(request.url).searchParams.keys()].some((name) =>
    name.startsWith("__clerk"),
  );
  return !handsOver && !request.headers.has("cookie");
}
