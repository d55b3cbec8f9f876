import type { z } from "zod";
import type { Order, SortMembers } from "@/src/access/sorts";
import type { Db } from "@/src/server/db/handle";
import { matching } from "@/src/server/search";
import { decodePosition, encodePosition, type MemberPosition } from "./position";
import type { ListMembers } from "./schema";

/**
 * The active organization's members, in the order of their ids or sorted. Not by one query with a relation: somebody who is
 * deleted between its two statements would be a relation that is not there, and the page a failure.
 */
export async function listMembers(
  db: Db<"org", "org:members:read">,
  { cursor, limit, search, roles, userIds, sort, order }: z.infer<typeof ListMembers>,
) {
  const after = cursor ? afterPosition(decodePosition(sort, cursor), sort, order) : {};
  const found = search === "" ? {} : { user: matching(search, ["name", "email"]) };
  const rows = await db.membership.findMany({
    where: {
      AND: [after, found, { role: roles && { in: roles }, userId: userIds && { in: userIds } }],
    },
    orderBy: [...orderOf(sort, order), { userId: "asc" }],
    take: limit + 1,
    select: { userId: true, role: true },
  });
  const page = rows.slice(0, limit);
  const users = await db.user.findMany({
    where: { id: { in: page.map(({ userId }) => userId) } },
    select: { id: true, name: true, email: true, imageUrl: true },
    take: limit,
  });
  const byId = new Map(users.map(({ id, ...user }) => [id, user]));
  const items = page.flatMap((row) => {
    const user = byId.get(row.userId);
    return user ? [{ ...row, ...user }] : [];
  });
  return { items, nextCursor: rows.length > limit ? cursorOf() : null };

  function cursorOf(): string | null {
    if (!sort) return page.at(-1)?.userId ?? null;
    // Of somebody who was deleted meanwhile it is not known what they were sorted by: the page ends with whoever is known.
    const last = items.at(-1);
    return last ? encodePosition(sort, { userId: last.userId, value: last[sort] }) : null;
  }
}

function orderOf(sort: SortMembers | undefined, order: Order) {
  if (!sort) return [];
  const last = { sort: order, nulls: "last" } as const;
  if (sort === "role") return [{ role: last }];
  return [{ user: sort === "name" ? { name: last } : { email: last } }];
}

/** What comes after a position: those without a value are last, whichever way the others go. */
function afterPosition(
  { userId, value }: MemberPosition,
  sort: SortMembers | undefined,
  order: Order,
) {
  const later = { userId: { gt: userId } };
  if (!sort) return later;
  const by = (filter: { gt: string } | { lt: string } | string | null) => {
    if (sort === "role") return { role: filter };
    return { user: sort === "name" ? { name: filter } : { email: filter } };
  };
  if (value === null) return { ...later, ...by(null) };
  const beyond = by(order === "asc" ? { gt: value } : { lt: value });
  return { OR: [beyond, { ...later, ...by(value) }, by(null)] };
}
