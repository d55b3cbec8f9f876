import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import type { ListMembers } from "./schema";

/**
 * The active organization's members, in the order of their ids. Not by one query with a relation: somebody who is deleted
 * between its two statements would be a relation that is not there, and the page a failure.
 */
export async function listMembers(
  db: Db<"org", "org:members:read">,
  { cursor, limit }: z.infer<typeof ListMembers>,
) {
  const rows = await db.membership.findMany({
    where: cursor ? { userId: { gt: cursor } } : {},
    orderBy: { userId: "asc" },
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
  const items = page.flatMap(({ userId, role }) => {
    const user = byId.get(userId);
    return user ? [{ userId, role, ...user }] : [];
  });
  return { items, nextCursor: rows.length > limit ? (page.at(-1)?.userId ?? null) : null };
}
