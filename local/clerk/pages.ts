import type { Context } from "hono";
import { formError } from "./errors.ts";

const MAX_LIMIT = 500;

export interface Page<T> {
  data: T[];
  total_count: number;
}

/** One page of a list, by the `limit` and `offset` of the request. */
export function paginate<T, R>(c: Context, items: readonly T[], toJson: (item: T) => R): Page<R> {
  const limit = integerParam(c, "limit", 10, 1, MAX_LIMIT);
  const offset = integerParam(c, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
  return { data: items.slice(offset, offset + limit).map(toJson), total_count: items.length };
}

/** @throws when it is there and no whole number within the bounds */
function integerParam(c: Context, name: string, fallback: number, min: number, max: number) {
  const text = c.req.query(name);
  if (text === undefined || text === "") return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  const range = name === "limit" ? `between ${min} and ${max}` : `of at least ${min}`;
  throw formError("form_param_value_invalid", `${name} must be a whole number ${range}.`, name);
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
  const name = order.replace(/^[+ -]/, "");
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) {
    const known = Object.keys(fields).join(", ");
    throw formError("form_param_value_invalid", `order_by must be one of ${known}.`, "order_by");
  }
  const compare = (a: T, b: T) => {
    const [x, y] = [field(a), field(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  return [...items].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

/** By the times in ms of `<name>_before` and `<name>_after`; absent means that everything passes. */
export function isWithin(c: Context, name: string, time: number | null): boolean {
  const before = timeParam(c, `${name}_before`);
  const after = timeParam(c, `${name}_after`);
  return (time ?? 0) < (before ?? Infinity) && (time ?? 0) > (after ?? -Infinity);
}

function timeParam(c: Context, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined || text === "") return undefined;
  const time = Number(text);
  if (Number.isInteger(time)) return time;
  throw formError("form_param_value_invalid", `${name} must be a time in milliseconds.`, name);
}
