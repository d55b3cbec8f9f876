import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import { lastAudit, nameThose } from "@/src/server/audit/every";
import type { Db } from "@/src/server/db/handle";
import { lastDeliveriesOf } from "@/src/server/delivery/list";
import type { ListOrganizationMembers, OneOrganization } from "./detail-schema";
import type { OneUser } from "./schema";

/** Of each: enough to see what happened; the rest is a link away. */
const traces = 10;
const lists = 100;

/** One person, as support needs to see them. @throws AppError not_found */
export async function getUser(db: Db<"admin">, { userId }: z.infer<typeof OneUser>) {
  const user = await db.user.findFirst({ where: { id: userId } });
  if (!user) throw new AppError("not_found");
  const memberships = await db.membership.findMany({
    where: { userId, deleted: false },
    orderBy: { organizationId: "asc" },
    take: lists,
    select: {
      organizationId: true,
      role: true,
      createdAt: true,
      organization: { select: { name: true, slug: true, imageUrl: true, deleted: true } },
    },
  });
  return {
    ...user,
    ...(await tracesOf(db, { actorId: userId }, userId)),
    toldAt: toldAt(user),
    organizations: memberships.length,
    memberships: memberships.map(({ organization, ...rest }) => ({ ...organization, ...rest })),
    lastAdministrator: user.platformRole === "admin" && !(await hasOtherAdministrator(db, userId)),
  };
}

/** As the database asks before it takes an administrator's role or suspends them; there it is decided. */
async function hasOtherAdministrator(db: Db<"admin">, userId: string): Promise<boolean> {
  const other = await db.user.findFirst({
    where: { platformRole: "admin", deleted: false, banned: false, id: { not: userId } },
    select: { id: true },
  });
  return other !== null;
}

/** One organization. Not its work: that is the tenant's own. @throws AppError not_found */
export async function getOrganization(
  db: Db<"admin">,
  { id: organizationId }: z.infer<typeof OneOrganization>,
) {
  const organization = await db.organization.findFirst({ where: { id: organizationId } });
  if (!organization) throw new AppError("not_found");
  const unexpired = { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
  const invitations = await db.invitation.findMany({
    where: { organizationId, status: "pending", ...unexpired },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: lists,
    select: { id: true, emailAddress: true, role: true, expiresAt: true, createdAt: true },
  });
  return {
    ...organization,
    ...(await tracesOf(db, { organizationId }, organizationId)),
    toldAt: toldAt(organization),
    members: await db.membership.count({ where: { organizationId, deleted: false } }),
    invitations,
  };
}

/** @throws AppError not_found */
export async function listOrganizationMembers(
  db: Db<"admin">,
  { id: organizationId, cursor, limit }: z.infer<typeof ListOrganizationMembers>,
) {
  await requireOrganization(db, organizationId);
  const rows = await db.membership.findMany({
    where: { organizationId, deleted: false, ...(cursor ? { userId: { gt: cursor } } : {}) },
    orderBy: { userId: "asc" },
    take: limit + 1,
    select: {
      role: true,
      createdAt: true,
      user: { select: { id: true, name: true, email: true, imageUrl: true, banned: true } },
    },
  });
  const items = rows.slice(0, limit).map(({ user, ...rest }) => ({ ...user, ...rest }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** @throws AppError not_found */
export async function requireUser(db: Db<"admin">, userId: string): Promise<void> {
  if ((await db.user.count({ where: { id: userId } })) === 0) throw new AppError("not_found");
}

/** @throws AppError not_found */
export async function requireOrganization(db: Db<"admin">, id: string): Promise<void> {
  if ((await db.organization.count({ where: { id } })) === 0) throw new AppError("not_found");
}

async function tracesOf(
  db: Db<"admin">,
  of: { readonly actorId: string } | { readonly organizationId: string },
  subject: string,
) {
  const activity = await lastAudit(db, of, traces);
  return {
    activity,
    names: await nameThose(db, activity),
    deliveries: await lastDeliveriesOf(db, subject, traces),
  };
}

interface Version {
  readonly sourceVersion: bigint;
  readonly sourceTimestamp: bigint;
}

function toldAt({ sourceVersion, sourceTimestamp }: Version): Date | null {
  const told = Number(sourceTimestamp > sourceVersion ? sourceTimestamp : sourceVersion);
  return told === 0 ? null : new Date(told);
}
