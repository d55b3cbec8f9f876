import type { z } from "zod";
import { permissionSource, rolePermissions } from "@/src/access/roles";
import type { Person } from "@/src/server/auth/principal";
import type { Db } from "@/src/server/db/handle";
import type { Me } from "./schema";

/** The caller as the token and the mirror know them. A late webhook shows as absent names, never as an error. */
export async function readMe(db: Db<"user">, person: Person): Promise<z.input<typeof Me>> {
  const user = await db.user.findFirst({
    where: { id: person.userId },
    select: { name: true, email: true, imageUrl: true },
  });
  const organizations = await readOrganizations(db);
  const organization = await readActive(db, person);
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
    organizations,
  };
}

/**
 * Where the caller is a member, and as what. Not by one query with a relation: an organization that is deleted between its two
 * statements would be a relation that is not there, which Prisma takes for a failure.
 */
async function readOrganizations(db: Db<"user">) {
  const memberships = await db.membership.findMany({
    where: { deleted: false },
    select: { organizationId: true, role: true },
    orderBy: { organizationId: "asc" },
    take: 100,
  });
  const organizations = await db.organization.findMany({
    where: { id: { in: memberships.map(({ organizationId }) => organizationId) } },
    select: { id: true, name: true, slug: true, imageUrl: true, sourceVersion: true },
    orderBy: [{ sourceVersion: "asc" }, { id: "asc" }],
    take: memberships.length,
  });
  const byId = new Map(organizations.map((organization) => [organization.id, organization]));
  // While the events of a rename are on their way two may have one slug: it is the later one's, and leads nowhere else.
  const ofSlug = new Map(organizations.map(({ slug, id }) => [slug, id]));
  return memberships.flatMap(({ organizationId, role }) => {
    const organization = byId.get(organizationId);
    if (!organization) return [];
    const { id, name, slug, imageUrl } = organization;
    return [{ id, name, slug: ofSlug.get(slug) === id ? slug : null, imageUrl, role }];
  });
}

/**
 * The active organization, and what the person may do there: as the token says, unless the mirror heard later that they left or
 * have another role. The newest evidence wins here as it does at the gates, so that nothing is offered that they would refuse.
 */
async function readActive(
  db: Db<"user">,
  { organization, issuedAt }: Person,
): Promise<Person["organization"]> {
  if (!organization) return null;
  const known = await db.membership.findFirst({
    where: { organizationId: organization.id },
    select: { deleted: true, role: true, sourceVersion: true, sourceTimestamp: true },
  });
  if (!known || BigInt(issuedAt) * 1000n > newestOf(known)) return organization;
  if (known.deleted) return null;
  // Where Clerk's own permissions decide, a role says nothing here: the token's count until there is a fresh one.
  if (permissionSource === "clerk") return organization;
  return { ...organization, role: known.role, permissions: rolePermissions(known.role) };
}

function newestOf({ sourceVersion, sourceTimestamp }: Versions): bigint {
  return sourceVersion > sourceTimestamp ? sourceVersion : sourceTimestamp;
}

interface Versions {
  readonly sourceVersion: bigint;
  readonly sourceTimestamp: bigint;
}
