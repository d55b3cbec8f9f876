import { invite } from "../domain/invitations.ts";
import { addMember, changeMembership, findMembership } from "../domain/memberships.ts";
import { createOrganization, updateOrganization } from "../domain/organizations.ts";
import { findUserByEmail, getUser } from "../domain/users.ts";
import type { Call } from "../instance.ts";
import type { Membership, Organization } from "../model/organizations.ts";
import { creatorRole, defaultRole } from "../roles.ts";
import type { Outcome } from "./apply.ts";
import { differences } from "./differences.ts";
import type { SeedOrganization } from "./schema.ts";

type Tell = (kind: "organizations" | "memberships" | "invitations", outcome: Outcome) => void;

/** An organization is known by its slug, its members and invitations by their addresses. */
export function seedOrganization(call: Call, seed: SeedOrganization, tell: Tell): void {
  const existing = call.store.organizations.find((one) => one.slug === seed.slug);
  const organization = existing ? change(call, existing, seed, tell) : create(call, seed, tell);
  // Administrators first: a role may be taken from one only when another is there.
  const members = seed.members.map((one) => ({ ...one, role: one.role ?? defaultRole(call) }));
  const isAdmin = (one: { role: string }) => one.role === creatorRole(call);
  const ordered = [...members.filter(isAdmin), ...members.filter((one) => !isAdmin(one))];
  for (const member of ordered) tell("memberships", seedMember(call, organization, member));
  for (const one of seed.invitations) {
    tell("invitations", seedInvitation(call, organization, one));
  }
}

function create(call: Call, seed: SeedOrganization, tell: Tell): Organization {
  const { name, slug, maxAllowedMemberships, publicMetadata, privateMetadata } = seed;
  const createdBy = seed.createdBy ? userId(call, seed.createdBy) : null;
  tell("organizations", "created");
  const fields = { name, slug, createdBy, publicMetadata, privateMetadata };
  return createOrganization(call, {
    ...fields,
    ...(maxAllowedMemberships ? { maxAllowedMemberships } : {}),
  });
}

function change(call: Call, old: Organization, seed: SeedOrganization, tell: Tell): Organization {
  const { name, maxAllowedMemberships, publicMetadata, privateMetadata } = seed;
  const wanted = { name, maxAllowedMemberships, publicMetadata, privateMetadata };
  const changes = differences<Organization>(old, wanted);
  if (Object.keys(changes).length === 0) {
    tell("organizations", "unchanged");
    return old;
  }
  tell("organizations", "changed");
  return updateOrganization(call, old, changes);
}

function seedMember(
  call: Call,
  organization: Organization,
  seed: SeedOrganization["members"][number] & { role: string },
): Outcome {
  const { emailAddress, role, publicMetadata, privateMetadata } = seed;
  const user = userId(call, emailAddress);
  const membership = findMembership(call, organization.id, user);
  if (!membership) {
    addMember(call, organization.id, user, role, {
      ...(publicMetadata ? { publicMetadata } : {}),
      ...(privateMetadata ? { privateMetadata } : {}),
    });
    return "created";
  }
  const changes = differences<Membership>(membership, { role, publicMetadata, privateMetadata });
  if (Object.keys(changes).length === 0) return "unchanged";
  changeMembership(call, membership, changes);
  return "changed";
}

/** Whoever has been invited, or has joined, is not invited again. */
function seedInvitation(
  call: Call,
  organization: Organization,
  seed: SeedOrganization["invitations"][number],
): Outcome {
  const { emailAddress, redirectUrl } = seed;
  const user = findUserByEmail(call, emailAddress);
  const pending = call.store.invitations.find(
    (one) =>
      one.organizationId === organization.id &&
      one.emailAddress === emailAddress &&
      one.status === "pending",
  );
  if (pending || (user && findMembership(call, organization.id, user.id))) return "unchanged";
  invite(call, organization, {
    emailAddress,
    role: seed.role ?? defaultRole(call),
    redirectUrl: redirectUrl ?? null,
  });
  return "created";
}

function userId(call: Call, emailAddress: string): string {
  const user = findUserByEmail(call, emailAddress);
  // The seed was checked before; an address that was given up meanwhile is answered like any unknown user.
  return user ? user.id : getUser(call, emailAddress).id;
}
