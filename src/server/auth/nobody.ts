/** The headers of a request without what Clerk's middleware would have said of it: auth() then finds nobody. */
export function withoutVerdict(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of [...kept.keys()]) if (name.startsWith("x-clerk-")) kept.delete(name);
  return kept;
}
