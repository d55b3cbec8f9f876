import { listOrders, type ListOrder } from "@/src/access/people";
import { hrefWith } from "@/src/ui/address";

/** A list's state is its address: what it is narrowed to can be sent to a colleague, and works without a script. */
export interface ListAddress<S extends string = string> {
  readonly path: string;
  readonly search: string;
  readonly status: S | null;
  readonly order: ListOrder;
  /** The position after which this page starts; null on the first. */
  readonly after: string | null;
}

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** Null where the address names a status or an order that is none: somebody made it up. */
export function readListAddress<S extends string>(
  path: string,
  statuses: readonly S[],
  params: SearchParams,
): ListAddress<S> | null {
  const status = chosen(statuses, textOf(params, "status"));
  const order = chosen(listOrders, textOf(params, "order"));
  if (status === undefined || order === undefined) return null;
  return {
    path,
    search: textOf(params, "q").slice(0, 100),
    status,
    order: order ?? "newest",
    after: textOf(params, "after") || null,
  };
}

export function hrefOfList({ path, search, status, order, after }: ListAddress): string {
  return hrefWith(path, { q: search, status, order: order === "newest" ? null : order, after });
}

export function isFiltered({ search, status }: ListAddress): boolean {
  return search !== "" || status !== null;
}

/** One parameter of an address; what stands there twice is nothing that a page of ours leads to. */
export function textOf(params: SearchParams, name: string): string {
  const value = params[name];
  return typeof value === "string" ? value.trim().slice(0, 512) : "";
}

/** Null for nothing chosen, undefined for what is no choice. */
export function chosen<T extends string>(
  choices: readonly T[],
  text: string,
): T | null | undefined {
  return text === "" ? null : choices.find((choice) => choice === text);
}
