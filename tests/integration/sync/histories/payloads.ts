import type {
  Invitation,
  Membership,
  Organization,
  Permission,
  Person,
  Role,
  Session,
} from "./model.ts";

// The simulated Clerk's truth in the shapes of its payloads, with some of the fields that the mirror does not keep: the same
// in an event and in an answer of the Backend API.

export function personJson(person: Person): Record<string, unknown> {
  return {
    id: person.id,
    object: "user",
    username: null,
    first_name: person.firstName,
    last_name: person.lastName,
    image_url: person.imageUrl,
    has_image: person.imageUrl !== null,
    primary_email_address_id: person.primaryId,
    email_addresses: person.addresses.map(({ id, address, verified }) => ({
      id,
      object: "email_address",
      email_address: address,
      verification: verified ? { status: "verified", strategy: "email_code" } : null,
    })),
    external_accounts: [],
    public_metadata: person.role === undefined ? {} : { role: person.role },
    private_metadata: {},
    banned: person.banned,
    locked: person.locked,
    lockout_expires_in_seconds: person.locked ? 3_600 : null,
    last_active_at: person.stamp,
    created_at: person.createdAt,
    updated_at: person.updatedAt,
  };
}

export function organizationJson(organization: Organization): Record<string, unknown> {
  return {
    id: organization.id,
    object: "organization",
    name: organization.name,
    slug: organization.slug,
    image_url: organization.imageUrl,
    has_image: organization.imageUrl !== null,
    max_allowed_memberships: 50,
    admin_delete_enabled: true,
    public_metadata: {},
    private_metadata: {},
    created_at: organization.createdAt,
    updated_at: organization.updatedAt,
  };
}

export function membershipJson(membership: Membership): Record<string, unknown> {
  const { person } = membership;
  return {
    id: membership.id,
    object: "organization_membership",
    role: membership.role,
    role_name: membership.role.replace("org:", ""),
    permissions: [],
    public_metadata: {},
    private_metadata: {},
    organization: organizationJson(membership.organization),
    public_user_data: {
      user_id: person.id,
      first_name: person.firstName,
      last_name: person.lastName,
      image_url: person.imageUrl,
      identifier: person.addresses[0]?.address ?? "",
      banned: person.banned,
    },
    created_at: membership.createdAt,
    updated_at: membership.updatedAt,
  };
}

export function invitationJson(invitation: Invitation): Record<string, unknown> {
  return {
    id: invitation.id,
    object: "organization_invitation",
    email_address: invitation.address,
    organization_id: invitation.organization.id,
    role: invitation.role,
    role_name: invitation.role.replace("org:", ""),
    status: invitation.status,
    public_metadata: {},
    private_metadata: {},
    url: null,
    expires_at: invitation.expiresAt,
    created_at: invitation.createdAt,
    updated_at: invitation.updatedAt,
    ...(invitation.acceptedBy ? { user_id: invitation.acceptedBy.id } : {}),
  };
}

export function sessionJson(session: Session, status: string): Record<string, unknown> {
  return {
    id: session.id,
    object: "session",
    client_id: "client_1",
    user_id: session.person.id,
    status,
    last_active_at: session.createdAt,
    expire_at: session.createdAt + 604_800_000,
    abandon_at: session.createdAt + 2_592_000_000,
    created_at: session.createdAt,
    updated_at: session.stamp,
    user: null,
  };
}

export function permissionJson(permission: Permission): Record<string, unknown> {
  const { id, key, name, createdAt, updatedAt } = permission;
  const fields = { id, object: "permission", key, name, description: name, type: "user" };
  return { ...fields, created_at: createdAt, updated_at: updatedAt };
}

export function roleJson({ permissions, ...role }: Role): Record<string, unknown> {
  return {
    id: role.id,
    object: "role",
    key: role.key,
    name: role.name,
    description: null,
    is_creator_eligible: false,
    permissions: permissions.filter(({ gone }) => !gone).map(permissionJson),
    created_at: role.createdAt,
    updated_at: role.updatedAt,
  };
}

/** What is left to say of what was deleted. */
export function deletedJson(id: string, object: string): Record<string, unknown> {
  return { id, object, deleted: true };
}
