import { z } from "zod";
import { ClerkFault } from "@/src/server/clerk/api";
import type { Ask } from "./patience";

/** The most that Clerk puts on a page, and the most ids that a filter takes. */
export const pageSize = 500;
export const filterSize = 100;

/** A user, an organization, a membership or an invitation as Clerk's Backend API writes it. */
export const Json = z.record(z.string(), z.unknown());
export type Json = Readonly<z.infer<typeof Json>>;

const List = z.union([
  z.array(Json).transform((data) => ({ data, total: null })),
  z
    .object({ data: z.array(Json), total_count: z.number().int() })
    .transform(({ data, total_count }) => ({ data, total: total_count })),
]);

export interface Page {
  readonly items: readonly Json[];
  /** Of the whole list, where Clerk says so. */
  readonly total: number | null;
  /** When Clerk answered, by its own clock; milliseconds. */
  readonly date: number;
}

type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** One page of a list, the oldest first, so that what is made meanwhile is added behind. @throws ClerkFault */
export async function readPage(ask: Ask, path: string, query: Query): Promise<Page> {
  const { data, date } = await ask({
    path,
    query: { limit: pageSize, order_by: "+created_at", ...query },
  });
  const list = List.safeParse(data);
  if (!list.success) throw new ClerkFault("malformed", 200, null, null, date);
  return { items: list.data.data, total: list.data.total, date };
}

/** Of one subject: as it is, or that Clerk knows it no more. */
export type Sight =
  | { readonly state: "there"; readonly json: Json; readonly date: number }
  | { readonly state: "gone"; readonly date: number };

/** Only Clerk's own word that there is no such thing counts; any other refusal is thrown. @throws ClerkFault */
export async function readOne(ask: Ask, path: string): Promise<Sight> {
  try {
    const { data, date } = await ask({ path });
    const json = Json.safeParse(data);
    if (!json.success) throw new ClerkFault("malformed", 200, null, null, date);
    return { state: "there", json: json.data, date };
  } catch (error) {
    const date = goneAt(error);
    if (date === null) throw error;
    return { state: "gone", date };
  }
}

/** When Clerk said that it does not know what was asked for; null for any other fault. */
export function goneAt(error: unknown): number | null {
  const isGone =
    error instanceof ClerkFault && error.status === 404 && error.code === "resource_not_found";
  return isGone ? error.date : null;
}

/** All pages of a list that belongs to one subject. @throws ClerkFault */
export async function readAll(ask: Ask, path: string, query: Query = {}): Promise<Page> {
  const items: Json[] = [];
  for (;;) {
    const page = await readPage(ask, path, { ...query, offset: items.length });
    items.push(...page.items);
    if (page.items.length < pageSize) return { ...page, items };
  }
}

export function idPath(...parts: readonly string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join("");
}
