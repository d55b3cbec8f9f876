import type { ListOrder } from "@/src/access/people";
import { hrefWith } from "@/src/ui/address";

/** A list's state is its address: what it is narrowed to can be sent to a colleague, and works without a script. */
export interface ListAddress<S extends string = string> {
  readonly path: string;
  /** What is searched for. */
  readonly q: string;
  readonly status: S | null;
  readonly order: ListOrder;
  /** The position after which this page starts; null on the first. */
  readonly after: string | null;
}

export function hrefOfList({ path, q, status, order, after }: ListAddress): string {
  return hrefWith(path, { q, status, order: order === "newest" ? null : order, after });
}

export function isFiltered({ q, status }: ListAddress): boolean {
  return q !== "" || status !== null;
}
