import type {
  OrganizationInvitationJSON as BackendInvitationJSON,
  OrganizationJSON as BackendOrganizationJSON,
  OrganizationMembershipJSON as BackendMembershipJSON,
} from "@clerk/backend";
import type {
  OrganizationInvitationJSON,
  OrganizationJSON,
  OrganizationMembershipJSON,
  PublicOrganizationDataJSON,
  RoleJSON,
  UserOrganizationInvitationJSON,
} from "@clerk/shared/types";
import { invitationStatus, pendingInvitations } from "../domain/invitations.ts";
import { countMembers } from "../domain/memberships.ts";
import type { Call } from "../instance.ts";
import type { Invitation, Membership, Organization } from "../model/organizations.ts";
import { creatorRole, findRole, permissionsOf } from "../roles.ts";
import { imageUrl } from "./images.ts";
import { publicUserData } from "./user.ts";

type View = Pick<Call, "store" | "settings" | "publicUrl" | "clock">;

/** Roles and permissions belong to the instance, not to the deployment, so they carry a fixed time. */
const ROLES_MADE_AT = 1_760_000_000_000;

export function organizationJson(view: View, organization: Organization) {
  return {
    object: "organization",
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    ...imageFields(view, organization),
    members_count: countMembers(view, organization.id),
    pending_invitations_count: pendingInvitations(view, organization.id).length,
    max_allowed_memberships: organization.maxAllowedMemberships,
    admin_delete_enabled: true,
    self_serve_sso_enabled: false,
    public_metadata: organization.publicMetadata,
    created_at: organization.createdAt,
    updated_at: organization.updatedAt,
  } satisfies OrganizationJSON;
}

/** With what only a server may see. */
export function backendOrganizationJson(view: View, organization: Organization) {
  return {
    ...organizationJson(view, organization),
    private_metadata: organization.privateMetadata,
    ...(organization.createdBy ? { created_by: organization.createdBy } : {}),
  } satisfies BackendOrganizationJSON;
}

function membershipFields(view: View, membership: Membership) {
  const user = view.store.users.get(membership.userId);
  return {
    object: "organization_membership" as const,
    id: membership.id,
    role: membership.role,
    role_name: findRole(view, membership.role)?.name ?? membership.role,
    permissions: permissionsOf(view, membership.role),
    public_metadata: membership.publicMetadata,
    public_user_data: publicUserData(view, user, membership.userId),
    created_at: membership.createdAt,
    updated_at: membership.updatedAt,
  };
}

export function membershipJson(view: View, membership: Membership): OrganizationMembershipJSON {
  return {
    ...membershipFields(view, membership),
    organization: organizationJson(view, organizationOf(view, membership)),
  };
}

export function backendMembershipJson(view: View, membership: Membership) {
  return {
    ...membershipFields(view, membership),
    private_metadata: membership.privateMetadata,
    organization: backendOrganizationJson(view, organizationOf(view, membership)),
  } satisfies BackendMembershipJSON & { role_name: string };
}

export function organizationOf(
  view: Pick<Call, "store">,
  one: { organizationId: string },
): Organization {
  const organization = view.store.organizations.get(one.organizationId);
  if (!organization) throw new Error(`no organization ${one.organizationId}`);
  return organization;
}

export function publicOrganizationData(view: View, organization: Organization) {
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    ...imageFields(view, organization),
  } satisfies PublicOrganizationDataJSON;
}

function imageFields(view: Pick<Call, "publicUrl">, organization: Organization) {
  const imageId = organization.imageId ?? null;
  return {
    image_url: imageUrl(view, organization.id, imageId),
    has_image: imageId !== null,
  };
}

function invitationFields(view: View, invitation: Invitation) {
  return {
    object: "organization_invitation" as const,
    id: invitation.id,
    email_address: invitation.emailAddress,
    organization_id: invitation.organizationId,
    role: invitation.role,
    role_name: findRole(view, invitation.role)?.name ?? invitation.role,
    status: invitationStatus(view, invitation),
    public_metadata: invitation.publicMetadata,
    created_at: invitation.createdAt,
    updated_at: invitation.updatedAt,
  };
}

export function invitationJson(view: View, invitation: Invitation): OrganizationInvitationJSON {
  return invitationFields(view, invitation);
}

export function backendInvitationJson(
  view: View & Pick<Call, "config">,
  invitation: Invitation,
): BackendInvitationJSON {
  const organization = view.store.organizations.get(invitation.organizationId);
  const json = {
    ...invitationFields(view, invitation),
    private_metadata: invitation.privateMetadata,
    public_organization_data: organization ? publicOrganizationData(view, organization) : null,
    url: ticketUrl(view, invitation.ticket),
    expires_at: invitation.expiresAt,
    ...(invitation.userId ? { user_id: invitation.userId } : {}),
  };
  // PublicOrganizationDataJSON of the backend types claims an `object` that Clerk does not send.
  return json as unknown as BackendInvitationJSON;
}

export function userInvitationJson(
  view: View,
  invitation: Invitation,
): UserOrganizationInvitationJSON {
  return {
    ...invitationFields(view, invitation),
    public_organization_data: publicOrganizationData(view, organizationOf(view, invitation)),
  };
}

/** Opened from an e-mail, so it names this server itself and not the application's proxy path. */
export function ticketUrl(view: Pick<Call, "config">, ticket: string): string {
  return `${view.config.url}/v1/tickets/accept?ticket=${encodeURIComponent(ticket)}`;
}

export function rolesJson(view: View): RoleJSON[] {
  return view.settings.instance.roles.map((role, index) => ({
    object: "role",
    id: `role_${index}`,
    key: role.key,
    name: role.name,
    description: role.description,
    is_creator_eligible: role.key === creatorRole(view),
    permissions: permissionsOf(view, role.key).map((key) => ({
      object: "permission",
      id: `perm_${key.replaceAll(":", "_")}`,
      key,
      name: key,
      description: key,
      type: key.startsWith("org:sys_") ? "system" : "user",
      created_at: ROLES_MADE_AT,
      updated_at: ROLES_MADE_AT,
    })),
    created_at: ROLES_MADE_AT,
    updated_at: ROLES_MADE_AT,
  }));
}
