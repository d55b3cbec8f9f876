import { INVITATION_LIFETIME_MS } from "../config.ts";
import { ClerkError, invalidParam, notFound } from "../errors.ts";
import { newId, newSecret } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import { sendMail } from "../mailbox.ts";
import type { Metadata } from "../model/metadata.ts";
import type { Invitation, Organization } from "../model/organizations.ts";
import type { User } from "../model/users.ts";
import { ticketUrl } from "../serialize/organization.ts";
import { emitInvitation, emitInvitationAccepted } from "../webhooks/events.ts";
import { addMember, checkRole, checkSeats, countMembers, findMembership } from "./memberships.ts";
import { findUserByEmail, isVerified, normalizeEmail } from "./users.ts";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export interface NewInvitation {
  emailAddress: string;
  role: string;
  inviterUserId?: string | null;
  redirectUrl?: string | null;
  domainId?: string | null;
  publicMetadata?: Metadata;
  privateMetadata?: Metadata;
}

export function invite(call: Call, organization: Organization, input: NewInvitation): Invitation {
  checkInvitations(call, organization, [input]);
  return send(call, organization, input);
}

/** All of them or none: whoever is refused by one address can correct that and try again. */
export function inviteAll(
  call: Call,
  organization: Organization,
  inputs: readonly NewInvitation[],
): Invitation[] {
  checkInvitations(call, organization, inputs);
  return inputs.map((input) => send(call, organization, input));
}

function send(call: Call, organization: Organization, input: NewInvitation): Invitation {
  const invitation = addInvitation(call, organization, input);
  sendMail(call, {
    slug: "organization_invitation",
    to: invitation.emailAddress,
    subject: `You are invited to join ${organization.name}`,
    url: ticketUrl(call, invitation.ticket),
  });
  return invitation;
}

/** Without a mail, and without asking whether it may be: the caller has. */
export function addInvitation(
  call: Call,
  organization: Organization,
  input: NewInvitation,
): Invitation {
  const now = call.clock.tick();
  const invitation = call.store.invitations.put({
    id: newId("orginv"),
    organizationId: organization.id,
    emailAddress: normalizeEmail(input.emailAddress),
    role: input.role,
    inviterUserId: input.inviterUserId ?? null,
    userId: null,
    status: "pending",
    ticket: newSecret("tk"),
    redirectUrl: input.redirectUrl ?? null,
    domainId: input.domainId ?? null,
    publicMetadata: input.publicMetadata ?? {},
    privateMetadata: input.privateMetadata ?? {},
    expiresAt: now + INVITATION_LIFETIME_MS,
    createdAt: now,
    updatedAt: now,
  });
  emitInvitation(call, "organizationInvitation.created", invitation);
  return invitation;
}

function checkInvitations(
  call: Call,
  organization: Organization,
  inputs: readonly NewInvitation[],
): void {
  const addresses = inputs.map((input) => normalizeEmail(input.emailAddress));
  for (const { role } of inputs) checkRole(call, role);
  for (const emailAddress of addresses) {
    if (!EMAIL.test(emailAddress)) throw invalidParam("email_address", "must be an email address");
    const user = findUserByEmail(call, emailAddress);
    if (user && findMembership(call, organization.id, user.id)) {
      const message = `${emailAddress} is already a member of the organization.`;
      const meta = { email_addresses: [emailAddress] };
      throw new ClerkError(400, "already_a_member_in_organization", message, meta);
    }
  }
  const invited = pendingInvitations(call, organization.id).map((one) => one.emailAddress);
  const twice = addresses.filter(
    (one, index) => invited.includes(one) || addresses.indexOf(one) < index,
  );
  if (twice.length > 0) {
    const message = `There are already pending invitations for: ${twice.join(", ")}`;
    throw new ClerkError(400, "duplicate_record", message, { email_addresses: twice });
  }
  const seats = countMembers(call, organization.id) + invited.length + inputs.length;
  checkSeats(call, organization, seats);
}

/** A pending invitation that nobody accepted in time is no longer one. */
/** What invitations to an organization and to the application have in common. */
type Waiting = Pick<Invitation, "status" | "expiresAt">;

export function invitationStatus(
  instance: Pick<Instance, "clock">,
  invitation: Waiting,
): Invitation["status"] | "expired" {
  const late = invitation.status === "pending" && invitation.expiresAt <= instance.clock.now();
  return late ? "expired" : invitation.status;
}

export function pendingInvitations(
  instance: Pick<Instance, "store" | "clock">,
  organizationId: string,
): Invitation[] {
  return instance.store.invitations.filter(
    (one) => one.organizationId === organizationId && invitationStatus(instance, one) === "pending",
  );
}

export function getInvitation(
  instance: Pick<Instance, "store">,
  organizationId: string,
  id: string,
): Invitation {
  const invitation = instance.store.invitations.get(id);
  if (invitation?.organizationId !== organizationId) throw notFound("Invitation not found");
  return invitation;
}

export function findInvitationByTicket(
  instance: Pick<Instance, "store">,
  ticket: string,
): Invitation | undefined {
  return instance.store.invitations.find((one) => one.ticket === ticket);
}

export function revokeInvitation(call: Call, invitation: Invitation): Invitation {
  checkPending(call, invitation);
  const revoked = call.store.invitations.put({
    ...invitation,
    status: "revoked",
    updatedAt: call.clock.tick(),
  });
  emitInvitation(call, "organizationInvitation.revoked", revoked);
  return revoked;
}

export function acceptInvitation(call: Call, invitation: Invitation, user: User): Invitation {
  const member = findMembership(call, invitation.organizationId, user.id);
  // Before anything is changed: an invitation that found no seat may be accepted when there is one.
  if (member) checkPending(call, invitation);
  else checkAcceptable(call, invitation);
  const accepted = call.store.invitations.put({
    ...invitation,
    status: "accepted",
    userId: user.id,
    updatedAt: call.clock.tick(),
  });
  emitInvitationAccepted(call, accepted, user.id);
  if (!member) {
    addMember(call, invitation.organizationId, user.id, invitation.role, {
      publicMetadata: invitation.publicMetadata,
      privateMetadata: invitation.privateMetadata,
    });
  }
  return accepted;
}

/** @throws unless somebody who is no member yet may become one by it */
export function checkAcceptable(call: Call, invitation: Invitation): void {
  checkPending(call, invitation);
  checkRole(call, invitation.role);
  const organization = call.store.organizations.get(invitation.organizationId);
  if (organization) checkSeats(call, organization, countMembers(call, organization.id) + 1);
}

export function checkPending(call: Call, invitation: Waiting): void {
  const status = invitationStatus(call, invitation);
  if (status === "pending") return;
  const message = `This invitation has been ${status}.`;
  throw new ClerkError(400, "organization_invitation_not_pending", message);
}

export function invitationsFor(instance: Pick<Instance, "store">, user: User): Invitation[] {
  const addresses = user.emails.filter(isVerified).map((email) => email.emailAddress);
  return instance.store.invitations.filter((one) => addresses.includes(one.emailAddress));
}
