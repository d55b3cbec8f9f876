import { z } from "zod";

/**
 * What the mirror keeps of Clerk's payloads, the same whether a webhook brought them or the Backend API answered them. Unknown
 * fields pass and are dropped. Times and versions are milliseconds, Clerk's clock.
 */
const id = z.string().min(1).max(128);
const time = z.number().int().nonnegative();

export const User = z
  .object({
    id,
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    image_url: z.string().nullish(),
    primary_email_address_id: z.string().nullish(),
    email_addresses: z.array(
      z.object({
        id: z.string(),
        email_address: z.string(),
        verification: z.object({ status: z.string() }).nullish(),
      }),
    ),
    public_metadata: z.record(z.string(), z.unknown()).nullish(),
    banned: z.boolean().default(false),
    locked: z.boolean().default(false),
    updated_at: time,
  })
  .transform((user) => ({
    id: user.id,
    email: primaryEmail(user.email_addresses, user.primary_email_address_id),
    name: fullName(user.first_name, user.last_name),
    imageUrl: user.image_url ?? null,
    platformRole: user.public_metadata?.["role"] === "admin" ? "admin" : null,
    banned: user.banned,
    locked: user.locked,
    version: user.updated_at,
  }));
export type UserContent = z.infer<typeof User>;

interface Address {
  readonly id: string;
  readonly email_address: string;
  readonly verification?: { readonly status: string } | null | undefined;
}

/** The verified primary address; never simply the first, and no address is none rather than "". */
function primaryEmail(
  addresses: readonly Address[],
  primaryId: string | null | undefined,
): string | null {
  const primary = addresses.find((address) => address.id === primaryId);
  return primary?.verification?.status === "verified" ? primary.email_address : null;
}

/** A person without a name has no name, not "null null". */
function fullName(...parts: (string | null | undefined)[]): string | null {
  const name = parts
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(" ");
  return name === "" ? null : name;
}

export const Organization = z
  .object({
    id,
    name: z.string(),
    slug: z.string().nullish(),
    image_url: z.string().nullish(),
    updated_at: time,
  })
  .transform((organization) => ({
    id: organization.id,
    name: organization.name,
    slug: organization.slug ?? null,
    imageUrl: organization.image_url ?? null,
    version: organization.updated_at,
  }));
export type OrganizationContent = z.infer<typeof Organization>;

export const Membership = z
  .object({
    id,
    role: z.string().min(1),
    organization: z.object({ id }),
    public_user_data: z.object({ user_id: id }),
    created_at: time,
    updated_at: time,
  })
  .transform((membership) => ({
    id: membership.id,
    organizationId: membership.organization.id,
    userId: membership.public_user_data.user_id,
    role: membership.role,
    created: membership.created_at,
    version: membership.updated_at,
  }));
export type MembershipContent = z.infer<typeof Membership>;

export const Invitation = z
  .object({
    id,
    organization_id: id,
    email_address: z.string().nullish(),
    role: z.string().nullish(),
    status: z.enum(["pending", "accepted", "revoked", "expired"]).default("pending"),
    user_id: z.string().nullish(),
    expires_at: time.nullish(),
    created_at: time,
    updated_at: time,
  })
  .transform((invitation) => ({
    id: invitation.id,
    organizationId: invitation.organization_id,
    // Needed to show whom one is waiting for, and for nothing after that.
    emailAddress: invitation.status === "pending" ? (invitation.email_address ?? null) : null,
    role: invitation.role ?? null,
    status: invitation.status,
    userId: invitation.user_id ?? null,
    expiresAt: invitation.expires_at ?? null,
    created: invitation.created_at,
    version: invitation.updated_at,
  }));
export type InvitationContent = z.infer<typeof Invitation>;

export const Permission = z
  .object({ id, key: z.string().min(1), name: z.string().nullish(), updated_at: time })
  .transform((permission) => ({
    id: permission.id,
    key: permission.key,
    name: permission.name ?? null,
    version: permission.updated_at,
  }));
export type PermissionContent = z.infer<typeof Permission>;

export const Role = z
  .object({
    id,
    key: z.string().min(1),
    name: z.string().nullish(),
    permissions: z.array(Permission).default([]),
    updated_at: time,
  })
  .transform((role) => ({
    id: role.id,
    key: role.key,
    name: role.name ?? null,
    permissions: role.permissions.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    version: role.updated_at,
  }));
export type RoleContent = z.infer<typeof Role>;

export const Deleted = z.object({ id });
export const Session = z.object({ id, user_id: id });
