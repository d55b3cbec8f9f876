import type { z } from "zod";

/** As Next hands them to a page. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A page's search parameters as its schema reads them; null where the address was made up, and the page then says that there is
 * nothing here. A field that was left empty counts as absent, for so a form without a script sends it; a name that the schema
 * does not know is passed over, for others append theirs.
 */
export function readSearchParams<T extends z.ZodObject>(
  schema: T,
  params: SearchParams,
): z.infer<T> | null {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  const known = given.filter(([name]) => Object.hasOwn(schema.shape, name));
  return schema.safeParse(Object.fromEntries(known)).data ?? null;
}
