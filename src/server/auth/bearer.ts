/**
 * The bearer token of a request exactly as Clerk's SDK reads it (a test holds the two together): a header without a scheme
 * is a token, and with another scheme, or in other letters, there is none, and the cookies decide.
 */
export function bearerOf(headers: Headers): string | null {
  const [scheme = "", token] = (headers.get("authorization") ?? "").split(" ", 2);
  if (!token) return scheme || null;
  return scheme === "Bearer" ? token : null;
}
