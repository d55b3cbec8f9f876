/**
 * The bearer token of a request exactly as Clerk's SDK reads it (a test holds the two together): a header without a scheme
 * is a token, and with another scheme, or in other letters, there is none, and the cookies decide.
 */
export function bearerOf(headers: Headers): string | null {
  const [scheme = "", token] = (headers.get("authorization") ?? "").split(" ", 2);
  if (!token) return scheme || null;
  return scheme === "Bearer" ? token : null;
}

/**
 * Whether the bearer token is an API key, an OAuth access token or a machine's, which Clerk's SDK knows by these letters and asks
 * its Backend API about (a test holds the two together). No gate takes one.
 */
export function bearsMachineToken(headers: Headers): boolean {
  return /^(?:ak|oat|mt)_/.test(bearerOf(headers) ?? "");
}
