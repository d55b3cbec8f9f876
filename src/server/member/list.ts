import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import type { ListMembers } from "./schema";

/** The active organization's members, in the order of their ids. */
export async function listMembers(
  db: Db<"org", "org:members:read">,
  { cursor, limit }: z.infer<typeof ListMembers>,
) {
  const rows = await db.membership.findMany({
    where: cursor ? { userId: { gt: cursor } } : {},
    orderBy: { userId: "asc" },
    take: limit + 1,
    select: {
      userId: true,
      role: true,
      user: { select: { name: true, email: true, imageUrl: true } },
    },
  });
  const items = rows.slice(0, limit).map(({ userId, role, user }) => ({ userId, role, ...user }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.userId ?? null) : null };
}
