import type { UserJSON as BackendUserJSON } from "@clerk/backend";
import type { EmailAddressJSON, PublicUserDataJSON, UserJSON } from "@clerk/shared/types";
import { attemptsRemaining, isLocked, lockedForSeconds } from "../domain/lockout.ts";
import { hasBackupCodes, secondFactorsOf } from "../domain/second-factors.ts";
import type { Call } from "../instance.ts";
import type { EmailAddress, User } from "../model/users.ts";
import { imageUrl } from "./images.ts";
import { membershipJson } from "./organization.ts";
import { verificationJson } from "./verification.ts";

type View = Pick<Call, "store" | "settings" | "publicUrl" | "clock">;

export function emailAddressJson(view: Pick<Call, "clock">, email: EmailAddress) {
  return {
    object: "email_address",
    id: email.id,
    email_address: email.emailAddress,
    reserved: false,
    verification: email.verification
      ? verificationJson(email.verification, view.clock.now(), email.id)
      : null,
    linked_to: [],
    matches_sso_connection: false,
    created_at: email.createdAt,
    updated_at: email.updatedAt,
  } satisfies EmailAddressJSON & Record<string, unknown>;
}

function userFields(view: View, user: User) {
  return {
    object: "user" as const,
    id: user.id,
    external_id: user.externalId,
    username: null,
    first_name: user.firstName,
    last_name: user.lastName,
    image_url: imageUrl(view, user.id, user.imageId),
    profile_image_url: imageUrl(view, user.id, user.imageId),
    has_image: Boolean(user.imageId),
    primary_email_address_id: user.primaryEmailId,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    email_addresses: user.emails.map((email) => emailAddressJson(view, email)),
    phone_numbers: [],
    web3_wallets: [],
    passkeys: [],
    external_accounts: [],
    enterprise_accounts: [],
    password_enabled: user.passwordHash !== null,
    totp_enabled: user.totp?.verified ?? false,
    backup_code_enabled: hasBackupCodes(user),
    two_factor_enabled: secondFactorsOf(user).length > 0,
    public_metadata: user.publicMetadata,
    unsafe_metadata: user.unsafeMetadata,
    last_sign_in_at: user.lastSignInAt,
    last_active_at: user.lastActiveAt,
    banned: user.banned,
    locked: isLocked(view, user),
    deprovisioned: false,
    lockout_expires_in_seconds: lockedForSeconds(view, user),
    verification_attempts_remaining: attemptsRemaining(view, user),
    delete_self_enabled: true,
    create_organization_enabled: true,
    create_organizations_limit: view.settings.instance.organizations.creationLimit,
    legal_accepted_at: null,
    locale: null,
    timezone: null,
    mfa_enabled_at: user.mfaEnabledAt ?? null,
    mfa_disabled_at: user.mfaDisabledAt ?? null,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

/** As the browser sees it: with memberships, without private metadata. */
export function userJson(view: View, user: User): UserJSON {
  const memberships = view.store.memberships.filter((one) => one.userId === user.id);
  return {
    ...userFields(view, user),
    profile_image_id: user.imageId ?? "",
    organization_memberships: memberships.map((one) => membershipJson(view, one)),
  };
}

/** As the Backend API and the webhooks carry it. */
export function backendUserJson(view: View, user: User) {
  const json = {
    ...userFields(view, user),
    private_metadata: user.privateMetadata,
    organization_memberships: null,
    password_last_updated_at: user.passwordUpdatedAt,
  };
  return json satisfies BackendUserJSON;
}

export function primaryEmail(user: User): EmailAddress | undefined {
  return user.emails.find((email) => email.id === user.primaryEmailId) ?? user.emails[0];
}

export function publicUserData(
  view: Pick<Call, "publicUrl">,
  user: User | undefined,
  userId: string,
) {
  return {
    user_id: userId,
    first_name: user?.firstName ?? null,
    last_name: user?.lastName ?? null,
    image_url: imageUrl(view, userId, user?.imageId),
    profile_image_url: imageUrl(view, userId, user?.imageId),
    has_image: Boolean(user?.imageId),
    identifier: (user && primaryEmail(user)?.emailAddress) ?? "",
    banned: user?.banned ?? false,
  } satisfies PublicUserDataJSON & Record<string, unknown>;
}
