import { INVITATION_LIFETIME_MS } from "../config.ts";
import { ClerkError, invalidParam, notFound } from "../errors.ts";
import { newId, newSecret } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import { sendMail } from "../mailbox.ts";
import type { ApplicationInvitation } from "../model/application-invitations.ts";
import type { Metadata } from "../model/metadata.ts";
import { ticketUrl } from "../serialize/organization.ts";
import { invitationStatus } from "./invitations.ts";
import { checkNewEmail, normalizeEmail } from "./users.ts";

const DAY_MS = 24 * 3600_000;

export interface NewApplicationInvitation {
  emailAddress: string;
  redirectUrl?: string | null;
  publicMetadata?: Metadata;
  expiresInDays?: number | null;
  /** No mail otherwise. */
  notify?: boolean;
  slug?: "invitation" | "waitlist_invitation";
  /** Even when the address has an invitation or a user already. */
  ignoreExisting?: boolean;
}

/** @throws before anything is kept, so that of several either all are invited or none */
export function checkInvitable(call: Call, input: NewApplicationInvitation): string {
  const emailAddress = normalizeEmail(input.emailAddress);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(emailAddress)) throw invalidParam("email_address");
  if (input.redirectUrl && !URL.canParse(input.redirectUrl)) {
    throw invalidParam("redirect_url", "must be a URL");
  }
  if (input.ignoreExisting) return emailAddress;
  checkNewEmail(call, emailAddress);
  const pending = call.store.applicationInvitations.find(
    (one) => one.emailAddress === emailAddress && invitationStatus(call, one) === "pending",
  );
  if (pending) {
    const message = `There are already pending invitations for: ${emailAddress}`;
    throw new ClerkError(400, "duplicate_record", message, { email_addresses: [emailAddress] });
  }
  return emailAddress;
}

export function inviteToApplication(
  call: Call,
  input: NewApplicationInvitation,
): ApplicationInvitation {
  const emailAddress = checkInvitable(call, input);
  const now = call.clock.tick();
  const days = input.expiresInDays;
  const invitation = call.store.applicationInvitations.put({
    id: newId("inv"),
    emailAddress,
    status: "pending",
    ticket: newSecret("tk"),
    redirectUrl: input.redirectUrl ?? null,
    publicMetadata: input.publicMetadata ?? {},
    expiresAt: now + (days ? days * DAY_MS : INVITATION_LIFETIME_MS),
    createdAt: now,
    updatedAt: now,
  });
  if (input.notify ?? true) {
    const url = ticketUrl(call, invitation.ticket);
    const subject = "You are invited to join the application";
    sendMail(call, { to: emailAddress, slug: input.slug ?? "invitation", subject, url });
  }
  return invitation;
}

export function getApplicationInvitation(
  instance: Pick<Instance, "store">,
  id: string,
): ApplicationInvitation {
  const invitation = instance.store.applicationInvitations.get(id);
  if (!invitation) throw notFound(`No invitation was found with id ${id}`);
  return invitation;
}

export function findApplicationInvitation(
  instance: Pick<Instance, "store">,
  ticket: string,
): ApplicationInvitation | undefined {
  return instance.store.applicationInvitations.find((one) => one.ticket === ticket);
}

export function revokeApplicationInvitation(
  call: Call,
  invitation: ApplicationInvitation,
): ApplicationInvitation {
  if (invitationStatus(call, invitation) !== "pending") {
    const message = "Only a pending invitation can be revoked.";
    throw new ClerkError(400, "invitation_not_pending", message);
  }
  return change(call, invitation, "revoked");
}

/** Whoever waited for it has got in. */
export function acceptApplicationInvitation(call: Call, invitation: ApplicationInvitation): void {
  change(call, invitation, "accepted");
  const entry = call.store.waitlistEntries.find((one) => one.invitationId === invitation.id);
  if (!entry) return;
  call.store.waitlistEntries.put({
    ...entry,
    status: "completed",
    updatedAt: call.clock.tick(),
  });
}

function change(
  call: Call,
  invitation: ApplicationInvitation,
  status: ApplicationInvitation["status"],
): ApplicationInvitation {
  return call.store.applicationInvitations.put({
    ...invitation,
    status,
    updatedAt: call.clock.tick(),
  });
}
