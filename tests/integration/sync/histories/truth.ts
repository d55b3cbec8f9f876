import type { SimulatedClerk } from "./clerk.ts";
import type { Row, Rows } from "./mirror.ts";
import type { Invitation, Membership, Organization, Permission, Person, Role } from "./model.ts";

/** What the database should hold of all that ever was, from Clerk's own truth. */
export function truthOf(clerk: SimulatedClerk): Rows {
  const rows = new Map<string, Row>();
  for (const person of clerk.people) rows.set(`user ${person.id}`, personRow(person));
  for (const organization of clerk.organizations)
    rows.set(`organization ${organization.id}`, organizationRow(organization));
  // In the order in which they were made: of several stays of one person the last one counts.
  for (const stay of clerk.memberships)
    rows.set(`membership ${stay.organization.id} ${stay.person.id}`, membershipRow(stay));
  for (const invitation of clerk.invitations)
    rows.set(`invitation ${invitation.id}`, invitationRow(invitation));
  for (const role of clerk.roles) rows.set(`role ${role.id}`, roleRow(role));
  for (const permission of clerk.permissions)
    rows.set(`permission ${permission.id}`, permissionRow(permission));
  for (const { id, person, stamp } of clerk.endedSessions)
    rows.set(`session ${id}`, { userId: person.id, sourceTimestamp: stamp });
  return rows;
}

/**
 * What a reconcile can know of it: not when the mirror heard last, and of what has ended only that it has. What it has never
 * heard of it need not know.
 */
export function knowable(truth: Rows, mirror: Rows): Rows {
  return new Map(
    [...truth].flatMap(([key, row]) => {
      const known = mirror.get(key);
      const ended = row["deleted"] === true || (row["status"] ?? "pending") !== "pending";
      if (!known) return ended ? [] : [[key, row] as const];
      const heard = { sourceTimestamp: known["sourceTimestamp"] };
      const isEnd = known["deleted"] === true || (known["status"] ?? "pending") !== "pending";
      if (ended && isEnd && !/^(user|organization) /.test(key)) return [[key, known] as const];
      return [[key, { ...row, ...heard }] as const];
    }),
  );
}

function personRow(person: Person): Row {
  const { gone, stamp, primaryId } = person;
  const primary = person.addresses.find(({ id }) => id === primaryId);
  const name = [person.firstName, person.lastName].map((part) => (part ?? "").trim()).join(" ");
  return {
    email: !gone && primary?.verified ? primary.address : null,
    name: gone || name.trim() === "" ? null : name.trim(),
    imageUrl: gone ? null : person.imageUrl,
    platformRole: !gone && person.role === "admin" ? "admin" : null,
    banned: !gone && person.banned,
    locked: !gone && person.locked,
    deleted: gone,
    sourceVersion: gone ? 0 : person.updatedAt,
    sourceTimestamp: stamp,
  };
}

function organizationRow({ gone, name, slug, imageUrl, updatedAt, stamp }: Organization): Row {
  return {
    name: gone ? null : name,
    slug: gone ? null : slug,
    imageUrl: gone ? null : imageUrl,
    deleted: gone,
    held: gone,
    sourceVersion: gone ? 0 : updatedAt,
    sourceTimestamp: stamp,
  };
}

function membershipRow(membership: Membership): Row {
  const { id, role, gone, createdAt, updatedAt, stamp } = membership;
  return {
    organizationId: membership.organization.id,
    userId: membership.person.id,
    membershipId: id,
    role,
    deleted: gone,
    sourceCreated: createdAt,
    sourceVersion: updatedAt,
    sourceTimestamp: stamp,
  };
}

/** An address is needed while somebody is waited for; an organization takes its open invitations with it. */
function invitationRow(invitation: Invitation): Row {
  const { organization, acceptedBy, gone, createdAt, updatedAt, stamp } = invitation;
  const open = invitation.status === "pending";
  return {
    organizationId: organization.id,
    emailAddress: open && !gone ? invitation.address : null,
    role: invitation.role,
    status: open && gone ? "revoked" : invitation.status,
    userId: acceptedBy?.id ?? null,
    expiresAt: invitation.expiresAt,
    created: createdAt,
    sourceVersion: updatedAt,
    sourceTimestamp: stamp,
  };
}

function roleRow({ gone, key, name, told, updatedAt, stamp }: Role): Row {
  return {
    key: gone ? "" : key,
    name: gone ? null : name,
    permissionIds: gone ? [] : told,
    deleted: gone,
    sourceVersion: gone ? 0 : updatedAt,
    sourceTimestamp: stamp,
  };
}

function permissionRow({ gone, key, name, updatedAt, stamp }: Permission): Row {
  return {
    key: gone ? "" : key,
    name: gone ? null : name,
    deleted: gone,
    sourceVersion: gone ? 0 : updatedAt,
    sourceTimestamp: stamp,
  };
}
