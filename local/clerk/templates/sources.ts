import type { Call } from "../instance.ts";
import type { Membership, Organization } from "../model/organizations.ts";
import type { Session } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { organizationJson } from "../serialize/organization.ts";
import { primaryEmail, userJson } from "../serialize/user.ts";
import type { Sources } from "./shortcodes.ts";

/** The organization in which a session is active, with the membership that allows it. */
export interface ActiveOrganization {
  organization: Organization;
  membership: Membership;
}

/** null when none is active, or when the person is no longer a member of it. */
export function activeOrganization(
  call: Pick<Call, "store">,
  session: Session,
  organizationId: string | null,
): ActiveOrganization | null {
  const organization = organizationId ? call.store.organizations.get(organizationId) : undefined;
  const membership = call.store.memberships.find(
    (one) => one.organizationId === organizationId && one.userId === session.userId,
  );
  return organization && membership ? { organization, membership } : null;
}

/** What the shortcodes of a token can name: never private metadata, which is for servers alone. */
export function sourcesOf(
  call: Call,
  session: Session,
  active: ActiveOrganization | null,
): Sources {
  const user = call.store.users.get(session.userId);
  return {
    user: () => user && userValues(call, user),
    org: () => active && organizationValues(call, active),
    org_membership: () =>
      active && {
        role: active.membership.role,
        public_metadata: active.membership.publicMetadata,
      },
    session: () => ({ id: session.id, actor: session.actor ?? null }),
  };
}

function userValues(call: Call, user: User) {
  const json = userJson(call, user);
  const email = primaryEmail(user);
  const phone = json.phone_numbers.find((one) => one.id === json.primary_phone_number_id);
  const wallet = json.web3_wallets.find((one) => one.id === json.primary_web3_wallet_id);
  return {
    id: json.id,
    external_id: json.external_id,
    username: json.username,
    first_name: json.first_name,
    last_name: json.last_name,
    full_name: [json.first_name, json.last_name].filter(Boolean).join(" ") || null,
    image_url: json.image_url,
    has_image: json.has_image,
    primary_email_address: email?.emailAddress ?? null,
    email_verified: email?.verification?.status === "verified",
    primary_phone_number: phone?.phone_number ?? null,
    phone_number_verified: phone?.verification?.status === "verified",
    primary_web3_wallet: wallet?.web3_wallet ?? null,
    two_factor_enabled: json.two_factor_enabled,
    public_metadata: json.public_metadata,
    unsafe_metadata: json.unsafe_metadata,
    created_at: seconds(user.createdAt),
    updated_at: seconds(user.updatedAt),
    last_sign_in_at: user.lastSignInAt === null ? null : seconds(user.lastSignInAt),
  };
}

function organizationValues(call: Call, { organization, membership }: ActiveOrganization) {
  const json = organizationJson(call, organization);
  return {
    id: json.id,
    name: json.name,
    slug: json.slug,
    role: membership.role,
    image_url: json.image_url,
    has_image: json.has_image,
    public_metadata: json.public_metadata,
    created_at: seconds(organization.createdAt),
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
