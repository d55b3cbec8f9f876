import { z } from "zod";
import type { Envelope } from "./verify";

/** The parts of Clerk's payloads that the mirror keeps. Unknown fields pass; times are milliseconds. */
const time = z.number().int().nonnegative();

const User = z.object({
  id: z.string().min(1),
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
  updated_at: time,
});

const Organization = z.object({
  id: z.string().min(1),
  name: z.string(),
  slug: z.string().nullish(),
  image_url: z.string().nullish(),
  updated_at: time,
});

const Membership = z.object({
  id: z.string().min(1),
  role: z.string().min(1),
  organization: z.object({ id: z.string().min(1) }),
  public_user_data: z.object({ user_id: z.string().min(1) }),
  created_at: time,
  updated_at: time,
});

const Deleted = z.object({ id: z.string().min(1) });
const Session = z.object({ id: z.string().min(1), user_id: z.string().min(1) });

export type UserData = z.infer<typeof User>;
export type OrganizationData = z.infer<typeof Organization>;
export type MembershipData = z.infer<typeof Membership>;

export type Change =
  | { readonly kind: "user"; readonly data: UserData }
  | { readonly kind: "user-deleted"; readonly id: string }
  | { readonly kind: "organization"; readonly data: OrganizationData }
  | { readonly kind: "organization-deleted"; readonly id: string }
  | { readonly kind: "membership"; readonly data: MembershipData; readonly deleted: boolean }
  | { readonly kind: "session-ended"; readonly id: string; readonly userId: string };

const readers: Readonly<Record<string, (data: unknown) => Change>> = {
  "user.created": (data) => ({ kind: "user", data: User.parse(data) }),
  "user.updated": (data) => ({ kind: "user", data: User.parse(data) }),
  "user.deleted": (data) => ({ kind: "user-deleted", id: Deleted.parse(data).id }),
  "organization.created": (data) => ({ kind: "organization", data: Organization.parse(data) }),
  "organization.updated": (data) => ({ kind: "organization", data: Organization.parse(data) }),
  "organization.deleted": (data) => ({ kind: "organization-deleted", id: Deleted.parse(data).id }),
  "organizationMembership.created": (data) => readMembership(data, false),
  "organizationMembership.updated": (data) => readMembership(data, false),
  "organizationMembership.deleted": (data) => readMembership(data, true),
  "session.ended": readEndedSession,
  "session.removed": readEndedSession,
  "session.revoked": readEndedSession,
};

function readMembership(data: unknown, deleted: boolean): Change {
  return { kind: "membership", data: Membership.parse(data), deleted };
}

function readEndedSession(data: unknown): Change {
  const { id, user_id } = Session.parse(data);
  return { kind: "session-ended", id, userId: user_id };
}

/** The change that an event asks for; null for a type that the mirror does not keep. @throws ZodError when the payload is not of its type. */
export function readChange({ type, data }: Envelope): Change | null {
  return Object.hasOwn(readers, type) ? (readers[type]?.(data) ?? null) : null;
}

const subject = z.union([
  z.object({ id: z.string().regex(/^(user|org)_/) }).transform(({ id }) => [id]),
  z
    .object({
      organization: z.object({ id: z.string() }),
      public_user_data: z.object({ user_id: z.string() }),
    })
    .transform((membership) => [membership.organization.id, membership.public_user_data.user_id]),
  z.object({ user_id: z.string() }).transform(({ user_id }) => [user_id]),
  z.object({ organization_id: z.string() }).transform(({ organization_id }) => [organization_id]),
]);

/** Clerk's ids of whom the event speaks, for erasure and for finding deliveries. */
export function subjectsOf({ data }: Envelope): string[] {
  return subject.safeParse(data).data ?? [];
}
