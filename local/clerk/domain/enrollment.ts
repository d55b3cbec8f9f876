import type { Call } from "../instance.ts";
import { newId } from "../ids.ts";
import type { OrganizationDomain } from "../model/domains.ts";
import type { Invitation, Organization } from "../model/organizations.ts";
import type { User } from "../model/users.ts";
import { defaultRole } from "../roles.ts";
import {
  addInvitation,
  invitationStatus,
  pendingInvitations,
  revokeInvitation,
} from "./invitations.ts";
import { countMembers, findMembership } from "./memberships.ts";
import { isVerified } from "./users.ts";

/** Invites the person, or suggests the organization, by each verified domain of a verified address. */
export function enroll(call: Call, user: User): void {
  if (!call.settings.instance.domains.enabled) return;
  for (const domain of call.store.domains.values()) enrollBy(call, domain, user);
}

/** The same for everybody, once a domain is verified or takes people in in another way. */
export function enrollEverybody(call: Call, domain: OrganizationDomain): void {
  if (!call.settings.instance.domains.enabled) return;
  for (const user of call.store.users.values()) enrollBy(call, domain, user);
}

function enrollBy(call: Call, domain: OrganizationDomain, user: User): void {
  if (domain.verifiedAt === null || domain.enrollmentMode === "manual_invitation") return;
  const email = user.emails.find(
    (one) => isVerified(one) && one.emailAddress.endsWith(`@${domain.name}`),
  );
  if (!email || findMembership(call, domain.organizationId, user.id)) return;
  const waiting = pendingInvitations(call, domain.organizationId);
  if (waiting.some((one) => one.emailAddress === email.emailAddress)) return;
  if (domain.enrollmentMode === "automatic_invitation") {
    inviteBy(call, domain, email.emailAddress);
  } else {
    suggest(call, domain, user);
  }
}

/** Once: whoever lets it lapse, or is taken it back, is not asked again. */
function inviteBy(call: Call, domain: OrganizationDomain, emailAddress: string): void {
  const organization = call.store.organizations.get(domain.organizationId);
  const before = invitationsBy(call, domain).some((one) => one.emailAddress === emailAddress);
  if (!organization || before || !hasSeat(call, organization)) return;
  const role = defaultRole(call);
  addInvitation(call, organization, { emailAddress, role, domainId: domain.id });
}

function hasSeat(call: Call, organization: Organization): boolean {
  const invited = pendingInvitations(call, organization.id).length;
  return countMembers(call, organization.id) + invited < organization.maxAllowedMemberships;
}

function suggest(call: Call, domain: OrganizationDomain, user: User): void {
  const { organizationId } = domain;
  const same = (one: { organizationId: string; userId: string }) =>
    one.organizationId === organizationId && one.userId === user.id;
  if (call.store.suggestions.find(same) || call.store.membershipRequests.find(same)) return;
  const now = call.clock.tick();
  call.store.suggestions.put({
    id: newId("orgsug"),
    organizationId,
    domainId: domain.id,
    userId: user.id,
    status: "pending",
    createdAt: now,
    updatedAt: now,
  });
}

function invitationsBy(call: Pick<Call, "store">, domain: OrganizationDomain): Invitation[] {
  return call.store.invitations.filter((one) => one.domainId === domain.id);
}

export function countPending(call: Pick<Call, "store" | "clock">, domain: OrganizationDomain) {
  const open = invitationsBy(call, domain).filter(
    (one) => invitationStatus(call, one) === "pending",
  );
  const suggestions = call.store.suggestions.filter(
    (one) => one.domainId === domain.id && one.status === "pending",
  );
  return { invitations: open.length, suggestions: suggestions.length };
}

/** Takes back the invitations and suggestions of the domain that nobody has answered. */
export function dropPending(call: Call, domain: OrganizationDomain): void {
  for (const one of invitationsBy(call, domain)) {
    if (invitationStatus(call, one) === "pending") revokeInvitation(call, one);
  }
  for (const one of call.store.suggestions.values()) {
    if (one.domainId === domain.id && one.status === "pending") {
      call.store.suggestions.delete(one.id);
    }
  }
}
