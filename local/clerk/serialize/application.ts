import type {
  AllowlistIdentifierJSON,
  BlocklistIdentifierJSON,
  InvitationJSON,
  RedirectUrlJSON,
  WaitlistEntryJSON,
} from "@clerk/backend";
import { invitationStatus } from "../domain/invitations.ts";
import type { Call } from "../instance.ts";
import type { ApplicationInvitation, WaitlistEntry } from "../model/application-invitations.ts";
import type { Identifier } from "../model/identifiers.ts";
import type { RedirectUrl } from "../model/redirect-urls.ts";
import { ticketUrl } from "./organization.ts";

export function identifierJson(call: Call, identifier: Identifier) {
  return {
    object: `${identifier.list}_identifier` as const,
    id: identifier.id,
    identifier: identifier.identifier,
    identifier_type: "email_address" satisfies AllowlistIdentifierJSON["identifier_type"],
    instance_id: call.keys.instanceId,
    ...(identifier.invitationId ? { invitation_id: identifier.invitationId } : {}),
    created_at: identifier.createdAt,
    updated_at: identifier.updatedAt,
  } satisfies Record<keyof AllowlistIdentifierJSON & keyof BlocklistIdentifierJSON, unknown>;
}

export function redirectUrlJson(redirectUrl: RedirectUrl): RedirectUrlJSON {
  return {
    object: "redirect_url",
    id: redirectUrl.id,
    url: redirectUrl.url,
    created_at: redirectUrl.createdAt,
    updated_at: redirectUrl.updatedAt,
  };
}

export function applicationInvitationJson(
  call: Pick<Call, "config" | "clock">,
  invitation: ApplicationInvitation,
) {
  return {
    object: "invitation",
    id: invitation.id,
    email_address: invitation.emailAddress,
    public_metadata: invitation.publicMetadata,
    revoked: invitation.status === "revoked",
    status: invitationStatus(call, invitation),
    url: ticketUrl(call, invitation.ticket),
    expires_at: invitation.expiresAt,
    created_at: invitation.createdAt,
    updated_at: invitation.updatedAt,
  } satisfies InvitationJSON & { expires_at: number };
}

export function waitlistEntryJson(
  call: Pick<Call, "config" | "clock" | "store">,
  entry: WaitlistEntry,
): WaitlistEntryJSON {
  const invitation = entry.invitationId
    ? call.store.applicationInvitations.get(entry.invitationId)
    : undefined;
  return {
    object: "waitlist_entry",
    id: entry.id,
    status: entry.status,
    email_address: entry.emailAddress,
    invitation: invitation ? applicationInvitationJson(call, invitation) : null,
    is_locked: false,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
  };
}
