import type { z } from "zod";
import type { Person } from "@/src/server/auth/principal";
import type { Db } from "@/src/server/db/handle";
import type { Me } from "./schema";

/** The caller as the token and the mirror know them. A late webhook shows as absent names, never as an error. */
export async function readMe(db: Db<"user">, person: Person): Promise<z.input<typeof Me>> {
  const user = await db.user.findFirst({
    where: { id: person.userId },
    select: { name: true, email: true, imageUrl: true },
  });
  const memberships = await db.membership.findMany({
    where: { deleted: false },
    select: {
      role: true,
      organization: { select: { id: true, name: true, slug: true, imageUrl: true } },
    },
    orderBy: { organizationId: "asc" },
    take: 100,
  });
  const organization = (await hasLeft(db, person)) ? null : person.organization;
  return {
    userId: person.userId,
    name: user?.name ?? null,
    email: user?.email ?? null,
    imageUrl: user?.imageUrl ?? null,
    platformAdmin: person.platformAdmin && person.impersonatorId === null,
    impersonated: person.impersonatorId !== null,
    active: organization && {
      organizationId: organization.id,
      slug: organization.slug,
      role: organization.role,
      permissions: [...organization.permissions],
    },
    organizations: memberships.map(({ role, organization: of }) => ({ ...of, role })),
  };
}

/** Whether the person left the active organization after their token was issued: the mirror then knows better. */
async function hasLeft(db: Db<"user">, { organization, issuedAt }: Person): Promise<boolean> {
  if (!organization) return false;
  const tombstone = await db.membership.findFirst({
    where: { organizationId: organization.id, deleted: true },
    select: { sourceVersion: true, sourceTimestamp: true },
  });
  if (!tombstone) return false;
  const { sourceVersion, sourceTimestamp } = tombstone;
  const known = sourceVersion > sourceTimestamp ? sourceVersion : sourceTimestamp;
  return BigInt(issuedAt) * 1000n <= known;
}
