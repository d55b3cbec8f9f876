import type {
  SignInFirstFactorJSON,
  SignInJSON,
  SignUpJSON,
  SignUpVerificationJSON,
} from "@clerk/shared/types";
import { secondFactorsOf } from "../domain/second-factors.ts";
import { missingFields, unverifiedFields } from "../domain/sign-ups.ts";
import type { Call } from "../instance.ts";
import type { SignIn, SignUp } from "../model/attempts.ts";
import type { User } from "../model/users.ts";
import { imageUrl } from "./images.ts";
import { primaryEmail } from "./user.ts";
import { verificationJson } from "./verification.ts";

export function signInJson(call: Call, signIn: SignIn): SignInJSON {
  const user = signIn.userId ? call.store.users.get(signIn.userId) : undefined;
  const now = call.clock.now();
  const json = {
    object: "sign_in",
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: ["email_address"],
    supported_first_factors: signIn.status === "complete" || !user ? null : firstFactors(user),
    supported_second_factors:
      signIn.status === "needs_second_factor" && user
        ? secondFactorsOf(user).map((strategy) => ({ strategy }))
        : null,
    first_factor_verification: signIn.firstFactor
      ? verificationJson(signIn.firstFactor, now, signIn.id)
      : null,
    second_factor_verification: signIn.secondFactor
      ? verificationJson(signIn.secondFactor, now, `${signIn.id}_second`)
      : null,
    identifier: signIn.identifier,
    user_data: user
      ? {
          first_name: user.firstName,
          last_name: user.lastName,
          image_url: imageUrl(call, user.id, user.imageId),
          has_image: Boolean(user.imageId),
        }
      : null,
    created_session_id: signIn.createdSessionId,
    abandon_at: signIn.abandonAt,
    timezone: null,
    // Anything else makes newer components ask for a second check of an unknown device.
    client_trust_state: "known",
  };
  // The type has no null where an attempt has not got so far; Clerk sends null and the SDK expects it.
  return json as unknown as SignInJSON;
}

export function firstFactors(user: User): SignInFirstFactorJSON[] {
  const factors: SignInFirstFactorJSON[] = [];
  if (user.passwordHash) factors.push({ strategy: "password" });
  const email = primaryEmail(user);
  if (email) {
    const byMail = { safe_identifier: email.emailAddress, email_address_id: email.id };
    factors.push({ strategy: "email_code", ...byMail, primary: true });
    if (user.passwordHash) {
      factors.push({ strategy: "reset_password_email_code", ...byMail, primary: true });
    }
  }
  return factors;
}

export function signUpJson(call: Call, signUp: SignUp): SignUpJSON {
  const json = {
    object: "sign_up",
    id: signUp.id,
    status: signUp.status,
    required_fields: ["email_address", "password"],
    optional_fields: ["first_name", "last_name"],
    missing_fields: missingFields(signUp),
    unverified_fields: unverifiedFields(signUp),
    verifications: {
      email_address: signUp.emailAddress ? emailVerification(call, signUp) : null,
      phone_number: null,
      web3_wallet: null,
      external_account: null,
    },
    username: null,
    email_address: signUp.emailAddress,
    phone_number: null,
    web3_wallet: null,
    password_enabled: signUp.passwordHash !== null,
    has_password: signUp.passwordHash !== null,
    first_name: signUp.firstName,
    last_name: signUp.lastName,
    unsafe_metadata: signUp.unsafeMetadata,
    public_metadata: {},
    custom_action: signUp.customAction ?? false,
    external_id: signUp.externalId ?? null,
    created_session_id: signUp.createdSessionId,
    created_user_id: signUp.createdUserId,
    abandon_at: signUp.abandonAt,
    legal_accepted_at: null,
    locale: null,
    timezone: null,
    external_account: null,
    external_account_strategy: null,
  };
  // The type has no null for the ways of verifying that are not in use; Clerk sends null.
  return json as unknown as SignUpJSON;
}

function emailVerification(call: Call, signUp: SignUp): SignUpVerificationJSON {
  const verification = signUp.verification;
  const started = verification
    ? verificationJson(verification, call.clock.now(), signUp.id)
    : // Before a code is sent the strategy must be null: with one, the component believes that it was sent.
      {
        object: "verification",
        id: `ver_${signUp.id}`,
        status: "unverified",
        strategy: null,
        attempts: 0,
        expire_at: null,
      };
  const next = !verification
    ? "needs_prepare"
    : verification.status === "verified"
      ? ""
      : "needs_attempt";
  const json = { ...started, next_action: next, supported_strategies: ["email_code"] };
  // See verificationJson; here the strategy may be null too.
  return json as unknown as SignUpVerificationJSON;
}
