import type { z } from "zod";
import type { OrganizationStatus, UserStatus } from "@/src/access/people";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import { matching } from "@/src/server/search";
import type { ListOrganizations, ListUsers } from "./schema";

const liveMemberships = {
  memberships: { where: { deleted: false }, select: { userId: true } },
} as const;

const usersThatAre = {
  active: { deleted: false, banned: false },
  administrator: { platformRole: "admin", deleted: false },
  banned: { banned: true, deleted: false },
  locked: { locked: true, deleted: false },
  deleted: { deleted: true },
} as const satisfies Record<UserStatus, object>;

const organizationsThatAre = {
  active: { deleted: false },
  deleted: { deleted: true },
} as const satisfies Record<OrganizationStatus, object>;

export async function listUsers(
  db: Db<"admin">,
  { search, status, order, ...input }: z.infer<typeof ListUsers>,
) {
  const { where, ...page } = pageArgs("createdAt", input, order);
  const kept = status ? usersThatAre[status] : {};
  const rows = await db.user.findMany({
    where: { AND: [where, kept, matching(search, ["name", "email", "id"])] },
    ...page,
    include: liveMemberships,
  });
  const { items, nextCursor } = cutPage(rows, input.limit, (user) => user.createdAt);
  return {
    nextCursor,
    items: items.map(({ memberships, ...user }) => ({
      ...user,
      organizations: memberships.length,
    })),
  };
}

export async function listOrganizations(
  db: Db<"admin">,
  { search, status, order, ...input }: z.infer<typeof ListOrganizations>,
) {
  const { where, ...page } = pageArgs("createdAt", input, order);
  const kept = status ? organizationsThatAre[status] : {};
  const rows = await db.organization.findMany({
    where: { AND: [where, kept, matching(search, ["name", "slug", "id"])] },
    ...page,
    include: liveMemberships,
  });
  const { items, nextCursor } = cutPage(
    rows,
    input.limit,
    (organization) => organization.createdAt,
  );
  return {
    nextCursor,
    items: items.map(({ memberships, ...organization }) => ({
      ...organization,
      members: memberships.length,
    })),
  };
}

/** How many there are of what; tombstones and drafts do not count. */
export async function countAll(db: Db<"admin">) {
  const live = { where: { deleted: false } };
  const [users, organizations, memberships, publishedPosts] = await Promise.all([
    db.user.count(live),
    db.organization.count(live),
    db.membership.count(live),
    db.post.count({ where: { status: "published" } }),
  ]);
  return { users, organizations, memberships, publishedPosts };
}
