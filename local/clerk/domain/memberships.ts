import { ClerkError, forbidden, formError, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import type { Metadata } from "../model/metadata.ts";
import type { Membership, Organization } from "../model/organizations.ts";
import { creatorRole, findRole } from "../roles.ts";
import { emitMembership } from "../webhooks/events.ts";
import { settleRequests } from "./requests.ts";

export function findMembership(
  instance: Pick<Instance, "store">,
  organizationId: string,
  userId: string,
): Membership | undefined {
  return instance.store.memberships.find(
    (one) => one.organizationId === organizationId && one.userId === userId,
  );
}

export function getMembership(
  instance: Pick<Instance, "store">,
  organizationId: string,
  userId: string,
): Membership {
  const membership = findMembership(instance, organizationId, userId);
  if (!membership) throw notFound("Organization membership not found");
  return membership;
}

export function checkRole(instance: Pick<Instance, "settings">, role: string): void {
  if (!findRole(instance, role))
    throw formError("form_param_value_invalid", "does not match a role", "role");
}

export function addMember(
  call: Call,
  organizationId: string,
  userId: string,
  role: string,
  metadata: { publicMetadata?: Metadata; privateMetadata?: Metadata } = {},
): Membership {
  checkRole(call, role);
  const organization = call.store.organizations.get(organizationId);
  if (!organization) throw notFound("Organization not found");
  if (!call.store.users.get(userId)) throw notFound(`No user was found with id ${userId}`);
  if (findMembership(call, organizationId, userId)) {
    const message = "The user is already a member of the organization.";
    throw new ClerkError(400, "already_a_member_in_organization", message);
  }
  checkSeats(call, organization, countMembers(call, organizationId) + 1);
  const now = call.clock.tick();
  const membership = call.store.memberships.put({
    id: newId("orgmem"),
    organizationId,
    userId,
    role,
    publicMetadata: metadata.publicMetadata ?? {},
    privateMetadata: metadata.privateMetadata ?? {},
    createdAt: now,
    updatedAt: now,
  });
  settleRequests(call, membership);
  emitMembership(call, "organizationMembership.created", membership);
  return membership;
}

export function countMembers(instance: Pick<Instance, "store">, organizationId: string): number {
  return instance.store.memberships.filter((one) => one.organizationId === organizationId).length;
}

/** @throws unless so many members, or members and people invited, have room in the organization */
export function checkSeats(call: Call, organization: Organization, wanted: number): void {
  if (wanted <= organization.maxAllowedMemberships) return;
  const message =
    "This organization has as many members and outstanding invitations as it may have.";
  throw forbidden("organization_membership_quota_exceeded", message);
}

export function changeMembership(
  call: Call,
  membership: Membership,
  changes: Partial<Pick<Membership, "role" | "publicMetadata" | "privateMetadata">>,
): Membership {
  if (changes.role !== undefined) {
    checkRole(call, changes.role);
    if (changes.role !== creatorRole(call)) keepAnAdmin(call, membership);
  }
  const changed = call.store.memberships.put({
    ...membership,
    ...changes,
    updatedAt: call.clock.tick(),
  });
  emitMembership(call, "organizationMembership.updated", changed);
  return changed;
}

/** @throws when it would leave the organization without an administrator */
export function removeMember(call: Call, membership: Membership): void {
  keepAnAdmin(call, membership);
  dropMembership(call, membership);
}

/** Without asking who stays: the user or the organization itself is going. */
export function dropMembership(call: Call, membership: Membership): void {
  emitMembership(call, "organizationMembership.deleted", membership);
  call.store.memberships.delete(membership.id);
  for (const session of call.store.sessions.values()) {
    if (
      session.userId === membership.userId &&
      session.lastActiveOrganizationId === membership.organizationId
    ) {
      call.store.sessions.put({ ...session, lastActiveOrganizationId: null });
    }
  }
}

function keepAnAdmin(call: Call, leaving: Membership): void {
  if (leaving.role !== creatorRole(call)) return;
  const another = call.store.memberships.find(
    (one) =>
      one.organizationId === leaving.organizationId &&
      one.id !== leaving.id &&
      one.role === creatorRole(call),
  );
  if (another) return;
  const message = "There has to be at least one member with the minimum required permissions.";
  throw new ClerkError(400, "organization_minimum_permissions_needed", message);
}
