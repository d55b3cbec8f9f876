import { CODE_LIFETIME_MS, CODE_MAX_ATTEMPTS } from "../config.ts";
import { ClerkError, formError } from "../errors.ts";
import { newVerificationCode } from "../ids.ts";
import type { Call } from "../instance.ts";
import { sendMail } from "../mailbox.ts";
import type { Verification } from "../model/verification.ts";

/** Sends a code and returns the verification that waits for it. */
export function sendCode(call: Call, emailAddress: string, strategy: string): Verification {
  const code = newVerificationCode(emailAddress);
  const slug = strategy.startsWith("reset_password") ? "reset_password_code" : "verification_code";
  sendMail(call, { slug, to: emailAddress, subject: `${code} is your verification code`, code });
  return {
    strategy,
    status: "unverified",
    attempts: 0,
    expireAt: call.clock.now() + CODE_LIFETIME_MS,
    code,
  };
}

/**
 * What becomes of a verification when somebody offers a code. A wrong one is counted: the caller stores `next`
 * first, and then throws `error` if there is one.
 */
export function tryCode(
  call: Call,
  verification: Verification | null,
  strategy: string,
  code: string | null,
): { next: Verification | null; error: ClerkError | null } {
  if (!verification || verification.strategy !== strategy || !verification.code) {
    const message = "You need to send a verification code before attempting to verify.";
    return { next: verification, error: new ClerkError(400, "verification_missing", message) };
  }
  if (verification.status === "verified") {
    const message = "This verification has already been verified.";
    return {
      next: verification,
      error: new ClerkError(400, "verification_already_verified", message),
    };
  }
  if (verification.expireAt < call.clock.now()) {
    const message = "This verification has expired. You must create a new one.";
    return { next: verification, error: new ClerkError(400, "verification_expired", message) };
  }
  const attempts = verification.attempts + 1;
  if (attempts > CODE_MAX_ATTEMPTS) {
    const next: Verification = { ...verification, status: "failed", attempts };
    return { next, error: tooManyAttempts() };
  }
  if (code !== verification.code) {
    const next = { ...verification, attempts };
    return { next, error: formError("form_code_incorrect", "Incorrect code", "code") };
  }
  return { next: { ...verification, status: "verified", attempts, code: null }, error: null };
}

export function tooManyAttempts(): ClerkError {
  const message =
    "Too many failed attempts. You have to try again with the same or another method.";
  return new ClerkError(400, "verification_failed", message);
}
