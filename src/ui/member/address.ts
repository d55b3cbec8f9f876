import type { Order, SortMembers } from "@/src/access/sorts";
import { hrefWith } from "../address";

/** What the table of members shows: its address says it. */
export interface MembersAddress {
  readonly q: string;
  readonly role?: string | undefined;
  readonly sort: SortMembers;
  readonly order: Order;
}

export const membersPage = 50;

export function hrefOfMembers(
  slug: string,
  { q = "", role, sort, order }: Partial<MembersAddress>,
): string {
  return hrefWith(`/org/${slug}/members`, {
    q: q.trim(),
    role,
    sort: sort === "name" ? null : sort,
    order: order === "asc" ? null : order,
  });
}

/** What member.list takes. Server and browser must ask alike, or what was prefetched is fetched again. */
export function membersInput({ q, role, sort, order }: MembersAddress) {
  return { limit: membersPage, search: q.trim(), sort, order, ...(role ? { roles: [role] } : {}) };
}
