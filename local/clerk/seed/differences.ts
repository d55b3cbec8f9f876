import { isDeepStrictEqual } from "node:util";

/** What of the wanted values is another one in the record; a value that is not given asks for nothing. */
export function differences<T extends object>(record: T, wanted: Partial<T>): Partial<T> {
  const changes: Partial<T> = {};
  // Guarantee: the keys of a Partial<T> are keys of T.
  for (const key of Object.keys(wanted) as (keyof T)[]) {
    const value = wanted[key];
    if (value !== undefined && !isDeepStrictEqual(value, record[key])) changes[key] = value;
  }
  return changes;
}
