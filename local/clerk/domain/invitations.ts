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
import { addMember, checkRole, findMembership } from "./memberships.ts";
import { findUserByEmail, isVerified, normalizeEmail } from "./users.ts";

export interface NewInvitation {
  emailAddress: string;
  role: string;
  inviterUserId?: string | null;
  redirectUrl?: string | null;
  publicMetadata?: Metadata;
  privateMetadata?: Metadata;
}

export function invite(call: Call, organization: Organization, input: NewInvitation): Invitation {
  checkRole(call, input.role);
  const emailAddress = normalizeEmail(input.emailAddress);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(emailAddress)) throw invalidParam("email_address");
  checkNotInvited(call, organization, emailAddress);
  const now = call.clock.tick();
  const invitation = call.store.invitations.put({
    id: newId("orginv"),
    organizationId: organization.id,
    emailAddress,
    role: input.role,
    inviterUserId: input.inviterUserId ?? null,
    userId: null,
    status: "pending",
    ticket: newSecret("tk"),
    redirectUrl: input.redirectUrl ?? null,
    publicMetadata: input.publicMetadata ?? {},
    privateMetadata: input.privateMetadata ?? {},
    expiresAt: now + INVITATION_LIFETIME_MS,
    createdAt: now,
    updatedAt: now,
  });
  emitInvitation(call, "organizationInvitation.created", invitation);
  sendMail(call, {
    to: emailAddress,
    subject: `You are invited to join ${organization.name}`,
    url: ticketUrl(call, invitation.ticket),
  });
  return invitation;
}

function checkNotInvited(call: Call, organization: Organization, emailAddress: string): void {
  const meta = { email_addresses: [emailAddress] };
  const pending = call.store.invitations.find(
    (one) =>
      one.organizationId === organization.id &&
      one.emailAddress === emailAddress &&
      one.status === "pending",
  );
  if (pending) {
    const message = `There are already pending invitations for: ${emailAddress}`;
    throw new ClerkError(400, "duplicate_record", message, meta);
  }
  const user = findUserByEmail(call, emailAddress);
  if (user && findMembership(call, organization.id, user.id)) {
    const message = `${emailAddress} is already a member of the organization.`;
    throw new ClerkError(400, "already_a_member_in_organization", message, meta);
  }
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
  checkPending(call, invitation);
  const accepted = call.store.invitations.put({
    ...invitation,
    status: "accepted",
    userId: user.id,
    updatedAt: call.clock.tick(),
  });
  emitInvitationAccepted(call, accepted, user.id);
  if (!findMembership(call, invitation.organizationId, user.id)) {
    addMember(call, invitation.organizationId, user.id, invitation.role, {
      publicMetadata: invitation.publicMetadata,
      privateMetadata: invitation.privateMetadata,
    });
  }
  return accepted;
}

export function checkPending(call: Call, invitation: Invitation): void {
  if (invitation.status === "pending" && invitation.expiresAt > call.clock.now()) return;
  const state = invitation.status === "pending" ? "expired" : invitation.status;
  const message = `This invitation has been ${state}.`;
  throw new ClerkError(400, "organization_invitation_not_pending", message);
}

export function invitationsFor(instance: Pick<Instance, "store">, user: User): Invitation[] {
  const addresses = user.emails.filter(isVerified).map((email) => email.emailAddress);
  return instance.store.invitations.filter((one) => addresses.includes(one.emailAddress));
}
