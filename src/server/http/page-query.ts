import { AppError } from "@/src/access/errors";

/**
 * `?limit=&cursor=` of a REST list, as the input of its procedure. Anything else, and anything twice, is refused rather than
 * passed over: a mistyped parameter would seem to have had its effect.
 * @throws AppError bad_input
 */
export function readPageQuery(url: string): { limit?: number; cursor?: string } {
  const given = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (given.has(name) || !["limit", "cursor"].includes(name)) throw new AppError("bad_input");
    given.set(name, value);
  }
  const limit = given.get("limit");
  if (limit !== undefined && !/^\d{1,4}$/.test(limit)) throw new AppError("bad_input");
  return {
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(given.has("cursor") ? { cursor: given.get("cursor") } : {}),
  };
}
