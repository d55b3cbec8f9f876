import type { WebhookEvent } from "@clerk/backend";
import type { Call } from "../instance.ts";
import type { WaitlistEntry } from "../model/application-invitations.ts";
import type { OrganizationDomain } from "../model/domains.ts";
import type { Mail } from "../model/mails.ts";
import type { Invitation, Membership, Organization } from "../model/organizations.ts";
import type { Session } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { waitlistEntryJson } from "../serialize/application.ts";
import { domainJson } from "../serialize/domains.ts";
import { emailJson } from "../serialize/emails.ts";
import {
  backendInvitationJson,
  backendMembershipJson,
  backendOrganizationJson,
} from "../serialize/organization.ts";
import { backendSessionJson } from "../serialize/session.ts";
import { backendUserJson } from "../serialize/user.ts";

type EventType = WebhookEvent["type"];
type EventData<T extends EventType> = Extract<WebhookEvent, { type: T }>["data"];

/** Clerk's envelope around what happened, as it is at this moment. */
function emit<T extends EventType>(call: Call, type: T, data: EventData<T>): void {
  const envelope = {
    data,
    object: "event",
    type,
    timestamp: call.clock.tick(),
    instance_id: call.keys.instanceId,
    event_attributes: {
      http_request: { client_ip: call.clientIp, user_agent: call.userAgent },
    },
  };
  call.webhooks.enqueue(type, JSON.stringify(envelope));
}

/** A server reads the event, so pictures are named by our own address, not by the asking browser's way to us. */
function forServers(call: Call): Call {
  return { ...call, publicUrl: call.config.url };
}

export function emitUser(call: Call, type: "user.created" | "user.updated", user: User): void {
  emit(call, type, backendUserJson(forServers(call), user));
}

export function emitUserDeleted(call: Call, user: User): void {
  emit(call, "user.deleted", {
    id: user.id,
    object: "user",
    deleted: true,
    ...(user.externalId ? { external_id: user.externalId } : {}),
  });
}

export function emitSession(
  call: Call,
  type: "session.created" | "session.ended" | "session.removed" | "session.revoked",
  session: Session,
): void {
  const user = call.store.users.get(session.userId);
  emit(call, type, {
    ...backendSessionJson(call, session),
    // No event tells from where.
    latest_activity: undefined,
    user: user ? backendUserJson(forServers(call), user) : null,
  });
}

export function emitOrganization(
  call: Call,
  type: "organization.created" | "organization.updated",
  organization: Organization,
): void {
  emit(call, type, backendOrganizationJson(forServers(call), organization));
}

export function emitOrganizationDeleted(call: Call, organization: Organization): void {
  emit(call, "organization.deleted", {
    id: organization.id,
    object: "organization",
    slug: organization.slug,
    deleted: true,
  });
}

/** The whole membership in all three cases. For a deleted one call this before its organization goes. */
export function emitMembership(
  call: Call,
  type:
    | "organizationMembership.created"
    | "organizationMembership.updated"
    | "organizationMembership.deleted",
  membership: Membership,
): void {
  emit(call, type, backendMembershipJson(forServers(call), membership));
}

export function emitInvitation(
  call: Call,
  type: "organizationInvitation.created" | "organizationInvitation.revoked",
  invitation: Invitation,
): void {
  emit(call, type, backendInvitationJson(forServers(call), invitation));
}

export function emitDomain(
  call: Call,
  type: "organizationDomain.created" | "organizationDomain.updated",
  domain: OrganizationDomain,
): void {
  emit(call, type, domainJson(call, domain));
}

export function emitDomainDeleted(call: Call, domain: OrganizationDomain): void {
  emit(call, "organizationDomain.deleted", {
    id: domain.id,
    object: "organization_domain",
    deleted: true,
  });
}

export function emitInvitationAccepted(call: Call, invitation: Invitation, userId: string): void {
  emit(call, "organizationInvitation.accepted", {
    ...backendInvitationJson(forServers(call), invitation),
    status: "accepted",
    user_id: userId,
  });
}

export function emitWaitlistEntry(
  call: Call,
  type: "waitlistEntry.created" | "waitlistEntry.updated",
  entry: WaitlistEntry,
): void {
  emit(call, type, waitlistEntryJson(call, entry));
}

/** For every e-mail that Clerk would have sent. */
export function emitEmail(call: Call, mail: Mail): void {
  emit(call, "email.created", emailJson(call, mail));
}
