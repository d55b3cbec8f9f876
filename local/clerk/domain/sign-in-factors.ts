import { CODE_MAX_ATTEMPTS } from "../config.ts";
import { ClerkError, formError, invalidParam, unknownStrategy } from "../errors.ts";
import type { Call } from "../instance.ts";
import type { SignIn } from "../model/attempts.ts";
import type { Client } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import type { Verification } from "../model/verification.ts";
import { checkPassword, hashPassword, verifyPassword } from "../passwords.ts";
import { primaryEmail } from "../serialize/user.ts";
import { sendCode, tooManyAttempts, tryCode } from "./codes.ts";
import { checkNotLocked, countFailure } from "./lockout.ts";
import { secondFactorsOf, takeSecondFactor } from "./second-factors.ts";
import { endSessionsOf } from "./sessions.ts";
import { checkNotBanned, complete, finish, getSignIn, userOf } from "./sign-in-completion.ts";
import { isVerified, updateUser, verifiedBy } from "./users.ts";

export function prepareFirstFactor(
  call: Call,
  signIn: SignIn,
  strategy: string,
  emailAddressId: string | null,
): SignIn {
  if (strategy !== "email_code" && strategy !== "reset_password_email_code") {
    throw unknownStrategy(strategy);
  }
  const user = userOf(call, signIn);
  checkFirstFactorIsNext(signIn);
  checkNotLocked(call, user);
  const { emailAddress } = verifiedEmail(user, emailAddressId);
  const firstFactor = sendCode(call, emailAddress, strategy);
  return call.store.signIns.put({ ...signIn, firstFactor });
}

export async function attemptFirstFactor(
  call: Call,
  client: Client,
  signIn: SignIn,
  attempt: { strategy: string; password: string | null; code: string | null },
): Promise<SignIn> {
  const { strategy } = attempt;
  const user = userOf(call, signIn);
  checkFirstFactorIsNext(signIn);
  checkNotLocked(call, user);
  if (strategy === "password") {
    return attemptPassword(call, client, signIn, attempt.password ?? "");
  }
  if (strategy !== "email_code" && strategy !== "reset_password_email_code") {
    throw unknownStrategy(strategy);
  }
  const { next, error } = tryCode(call, signIn.firstFactor, strategy, attempt.code);
  const tried = call.store.signIns.put({ ...signIn, firstFactor: next });
  if (error) {
    if (error.code === "form_code_incorrect") countFailure(call, user);
    throw error;
  }
  if (strategy === "reset_password_email_code") {
    return call.store.signIns.put({ ...tried, status: "needs_new_password" });
  }
  return finish(call, client, tried);
}

/** The address that a code goes to: the primary one, unless another is named. */
export function verifiedEmail(user: User, emailAddressId: string | null) {
  const email = emailAddressId
    ? user.emails.find((one) => one.id === emailAddressId && isVerified(one))
    : primaryEmail(user);
  if (!email) throw invalidParam("email_address_id");
  return email;
}

/** @throws ClerkError for a wrong one, which is counted */
export async function provePassword(call: Call, user: User, password: string): Promise<void> {
  if (await verifyPassword(password, user.passwordHash)) return;
  countFailure(call, user);
  const message = "Password is incorrect. Try again, or use another method.";
  throw formError("form_password_incorrect", message, "password");
}

export async function attemptPassword(
  call: Call,
  client: Client,
  signIn: SignIn,
  password: string,
): Promise<SignIn> {
  const user = userOf(call, signIn);
  await provePassword(call, user, password);
  if (user.passwordCompromised) {
    const message = "Your password appears to be known to others. Please reset your password.";
    throw formError("form_password_compromised", message, "password");
  }
  // Another request may have used up the attempts, or finished this sign-in, while the password was compared.
  checkNotLocked(call, userOf(call, signIn));
  const current = getSignIn(call, client, signIn.id);
  checkFirstFactorIsNext(current);
  const firstFactor: Verification = verifiedBy("password", call.clock.now());
  return finish(call, client, { ...current, firstFactor });
}

export async function resetPassword(
  call: Call,
  client: Client,
  signIn: SignIn,
  password: string,
  signOutOthers: boolean,
): Promise<SignIn> {
  checkCodeWasRight(signIn);
  checkPassword(password);
  const passwordHash = await hashPassword(password);
  // Another request may have finished this sign-in, or somebody banned the user, while the password was hashed.
  checkCodeWasRight(getSignIn(call, client, signIn.id));
  const user = userOf(call, signIn);
  checkNotBanned(user);
  checkNotLocked(call, user);
  updateUser(call, user, {
    passwordHash,
    passwordUpdatedAt: call.clock.now(),
    passwordCompromised: false,
  });
  if (signOutOthers) endSessionsOf(call, user.id, "revoked");
  return finish(call, client, signIn);
}

function checkCodeWasRight(signIn: SignIn): void {
  if (signIn.status === "needs_new_password") return;
  throw new ClerkError(400, "verification_missing", "Verify the reset code first.");
}

/** Every code counts, the right one too, so that no two requests can try more than they may. */
export async function attemptSecondFactor(
  call: Call,
  client: Client,
  signIn: SignIn,
  attempt: { strategy: string; code: string },
): Promise<SignIn> {
  if (signIn.status !== "needs_second_factor") {
    throw new ClerkError(400, "verification_missing", "Verify the first factor first.");
  }
  const user = userOf(call, signIn);
  checkNotBanned(user);
  checkNotLocked(call, user);
  let tried = signIn;
  const secondFactor = await proveSecondFactor(call, user, attempt, {
    before: signIn.secondFactor ?? null,
    expireAt: signIn.abandonAt,
    keep: (counted) => (tried = call.store.signIns.put({ ...signIn, secondFactor: counted })),
  });
  return complete(call, client, { ...tried, secondFactor });
}

/** `keep` stores the attempt before the code is looked at. @throws ClerkError for a wrong one, which is counted */
export async function proveSecondFactor(
  call: Call,
  user: User,
  attempt: { strategy: string; code: string },
  counting: {
    before: Verification | null;
    expireAt: number;
    keep: (counted: Verification) => unknown;
  },
): Promise<Verification> {
  const { strategy } = attempt;
  const factor = secondFactorsOf(user).find((one) => one === strategy);
  if (!factor) throw unknownStrategy(strategy);
  const attempts = (counting.before?.attempts ?? 0) + 1;
  const tried: Verification = {
    strategy,
    status: attempts > CODE_MAX_ATTEMPTS ? "failed" : "unverified",
    attempts,
    expireAt: counting.expireAt,
    code: null,
  };
  counting.keep(tried);
  if (tried.status === "failed") throw tooManyAttempts();
  if (!(await takeSecondFactor(call, user.id, factor, attempt.code))) {
    countFailure(call, user);
    throw formError("form_code_incorrect", "Incorrect code", "code");
  }
  return { ...tried, status: "verified" };
}

function checkFirstFactorIsNext(signIn: SignIn): void {
  // Whoever was about to choose a new password may still remember the old one.
  if (signIn.status === "needs_first_factor" || signIn.status === "needs_new_password") return;
  const message = "This verification has already been verified.";
  throw new ClerkError(400, "verification_already_verified", message);
}
