import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs, type PageInput } from "@/src/server/page";

/** The active organization's open invitations, newest first. Clerk tells of every end but that of the time. */
export async function listInvitations(db: Db<"org", "org:members:manage">, input: PageInput) {
  const { where, ...page } = pageArgs("createdAt", input);
  const unexpired = { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
  const rows = await db.invitation.findMany({
    where: { AND: [where, { status: "pending" }, unexpired] },
    ...page,
    select: { id: true, emailAddress: true, role: true, expiresAt: true, createdAt: true },
  });
  return cutPage(rows, input.limit, (invitation) => invitation.createdAt);
}
