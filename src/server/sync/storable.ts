/** Postgres's JSON and our own serialiser recurse, and end at some depth; what the mirror reads is at most five deep. */
const deepest = 100;

/**
 * The same value with what cannot be stored replaced (null bytes, lone surrogates, what is nested without end): a person can put
 * such things into their own metadata, and must not thereby stop the deliveries that speak of them.
 */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === "string") {
    return Buffer.from(value, "utf8").toString("utf8").replaceAll("\u0000", "\ufffd");
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth === deepest) return null;
  if (Array.isArray(value)) return value.map((inner) => storable(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storable(key), storable(inner, depth + 1)]),
  );
}
