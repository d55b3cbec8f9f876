import { z } from "zod";
import { listOrders } from "@/src/access/people";
import { SearchTerm } from "@/src/input/text";

/** The position after which a page of a list starts; null on the first. The procedure judges what stands there. */
export const After = z.string().max(512).nullable().default(null);
/** What a field of a page's form says; empty where it says nothing. */
export const Text = SearchTerm.default("");

/** What a list of people or organizations is searched and narrowed by, under the names that the address has for it. */
export function listSearch<const S extends readonly string[]>(statuses: S) {
  return z.object({
    q: Text,
    status: z.enum(statuses).nullable().default(null),
    order: z.enum(listOrders).default("newest"),
    after: After,
  });
}
