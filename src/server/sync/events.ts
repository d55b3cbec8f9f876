import { createHash } from "node:crypto";
import { z } from "zod";
import {
  Deleted,
  Invitation,
  Membership,
  Organization,
  Permission,
  Role,
  Session,
  User,
  type InvitationContent,
  type MembershipContent,
  type OrganizationContent,
  type PermissionContent,
  type RoleContent,
  type UserContent,
} from "./content";
import type { Envelope } from "./verify";

type Typed = Pick<Envelope, "type" | "data">;

/** What an event asks of the mirror; holds nothing but what the mirror keeps. */
export type Change =
  | { readonly kind: "user"; readonly data: UserContent }
  | { readonly kind: "user-deleted"; readonly id: string }
  | { readonly kind: "organization"; readonly data: OrganizationContent }
  | { readonly kind: "organization-deleted"; readonly id: string }
  | { readonly kind: "membership"; readonly data: MembershipContent; readonly deleted: boolean }
  | { readonly kind: "invitation"; readonly data: InvitationContent }
  | { readonly kind: "role"; readonly data: RoleContent }
  | { readonly kind: "role-deleted"; readonly id: string }
  | { readonly kind: "permission"; readonly data: PermissionContent }
  | { readonly kind: "permission-deleted"; readonly id: string }
  | { readonly kind: "session-ended"; readonly id: string; readonly userId: string };

const readers: Readonly<Record<string, (data: unknown) => Change>> = {
  "user.created": readUser,
  "user.updated": readUser,
  "user.deleted": (data) => ({ kind: "user-deleted", id: Deleted.parse(data).id }),
  "organization.created": readOrganization,
  "organization.updated": readOrganization,
  "organization.deleted": (data) => ({ kind: "organization-deleted", id: Deleted.parse(data).id }),
  "organizationMembership.created": (data) => readMembership(data, false),
  "organizationMembership.updated": (data) => readMembership(data, false),
  "organizationMembership.deleted": (data) => readMembership(data, true),
  "organizationInvitation.created": readInvitation,
  "organizationInvitation.accepted": readInvitation,
  "organizationInvitation.revoked": readInvitation,
  "role.created": readRole,
  "role.updated": readRole,
  "role.deleted": (data) => ({ kind: "role-deleted", id: Deleted.parse(data).id }),
  "permission.created": readPermission,
  "permission.updated": readPermission,
  "permission.deleted": (data) => ({ kind: "permission-deleted", id: Deleted.parse(data).id }),
  "session.ended": readEndedSession,
  "session.removed": readEndedSession,
  "session.revoked": readEndedSession,
};

function readUser(data: unknown): Change {
  return { kind: "user", data: User.parse(data) };
}

function readOrganization(data: unknown): Change {
  return { kind: "organization", data: Organization.parse(data) };
}

function readMembership(data: unknown, deleted: boolean): Change {
  return { kind: "membership", data: Membership.parse(data), deleted };
}

function readInvitation(data: unknown): Change {
  return { kind: "invitation", data: Invitation.parse(data) };
}

function readRole(data: unknown): Change {
  return { kind: "role", data: Role.parse(data) };
}

function readPermission(data: unknown): Change {
  return { kind: "permission", data: Permission.parse(data) };
}

function readEndedSession(data: unknown): Change {
  const { id, user_id } = Session.parse(data);
  return { kind: "session-ended", id, userId: user_id };
}

/** The change that an event asks for; null for a type that the mirror does not keep. @throws ZodError when the payload is not of its type. */
export function readChange({ type, data }: Typed): Change | null {
  return Object.hasOwn(readers, type) ? (readers[type]?.(data) ?? null) : null;
}

/**
 * Decides between two versions of the same millisecond, the same way everywhere. Of what the mirror keeps, not of the payload:
 * a webhook and an answer of the Backend API that say the same have the same digest.
 */
export function digestOf(change: Change): string {
  return createHash("sha256").update(JSON.stringify(change)).digest("hex");
}

const subject = z.union([
  z.object({ id: z.string().regex(/^(user|org)_/) }).transform(({ id }) => [id]),
  z
    .object({
      organization: z.object({ id: z.string() }),
      public_user_data: z.object({ user_id: z.string() }),
    })
    .transform((membership) => [membership.organization.id, membership.public_user_data.user_id]),
  z
    .object({ organization_id: z.string(), user_id: z.string() })
    .transform(({ organization_id, user_id }) => [organization_id, user_id]),
  z.object({ user_id: z.string() }).transform(({ user_id }) => [user_id]),
  z.object({ organization_id: z.string() }).transform(({ organization_id }) => [organization_id]),
]);

/** Of one event; Clerk's own name three at most. */
const mostSubjects = 20;

/**
 * Clerk's ids of whom the event speaks, for erasure and for finding deliveries: of whom it is about first, of an invitation, and of
 * every person whom it names.
 */
export function subjectsOf({ data }: Pick<Envelope, "data">): string[] {
  const { id } = data;
  const invitation = typeof id === "string" && id.startsWith("orginv_") ? [id] : [];
  const all = [...(subject.safeParse(data).data ?? []), ...invitation, ...namedPeople(data)];
  return [...new Set(all)].slice(0, mostSubjects);
}

/**
 * What stands beside a person's id may be about them, whatever the type. Not in what people say of themselves, where they could
 * name anybody; and not who made an organization: that says nothing of them, and is not to be lost with them.
 */
function namedPeople(value: unknown): string[] {
  if (typeof value === "string") return /^user_[A-Za-z0-9_-]{1,120}$/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => key !== "created_by" && !key.endsWith("_metadata"))
    .flatMap(([, inner]) => namedPeople(inner));
}
