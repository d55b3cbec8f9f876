import type { Context } from "hono";

const MAX_LIMIT = 500;

export interface Page<T> {
  data: T[];
  total_count: number;
}

/** One page of a list, by the `limit` and `offset` of the request. */
export function paginate<T, R>(c: Context, items: readonly T[], toJson: (item: T) => R): Page<R> {
  const limit = clamp(c.req.query("limit"), 10, 1, MAX_LIMIT);
  const offset = clamp(c.req.query("offset"), 0, 0, Number.MAX_SAFE_INTEGER);
  return { data: items.slice(offset, offset + limit).map(toJson), total_count: items.length };
}

function clamp(value: string | undefined, fallback: number, min: number, max: number): number {
  const number = Number(value ?? fallback);
  return Number.isInteger(number) ? Math.min(Math.max(number, min), max) : fallback;
}

/** A filter that may be repeated: absent means that everything passes. */
export function filterBy<T>(
  c: Context,
  names: readonly string[],
  items: readonly T[],
  valueOf: (item: T) => string,
): T[] {
  const wanted = names.flatMap((name) => c.req.queries(name) ?? []).filter((one) => one !== "");
  return wanted.length === 0 ? [...items] : items.filter((item) => wanted.includes(valueOf(item)));
}

/** `created_at` ascending, `-created_at` descending; Clerk lists the newest first unless told otherwise. */
export function sortBy<T>(
  c: Context,
  items: readonly T[],
  fields: Record<string, (item: T) => string | number>,
): T[] {
  const order = c.req.query("order_by") ?? "-created_at";
  const descending = order.startsWith("-");
  const field = fields[order.replace(/^[+-]/, "")];
  if (!field) return [...items];
  const compare = (a: T, b: T) => {
    const [x, y] = [field(a), field(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  return [...items].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}
