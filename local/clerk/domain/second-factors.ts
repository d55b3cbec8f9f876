import { randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { ClerkError, formError, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call } from "../instance.ts";
import type { BackupCodes, Totp } from "../model/second-factors.ts";
import type { User } from "../model/users.ts";
import { hashWithSalt, newSalt } from "../passwords.ts";
import { APPLICATION_NAME } from "../config.ts";
import { primaryEmail } from "../serialize/user.ts";
import { getUser, updateUser } from "./users.ts";

const STEP_SECONDS = 30;
/** Steps before and after the present one whose code is good too: clocks differ. */
const WINDOW = 1;
const BACKUP_CODES = 10;
const BACKUP_CODE_LENGTH = 8;
const BACKUP_CODE_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

export type SecondFactorStrategy = "totp" | "backup_code";

/** What the person may be asked for after the first factor; nothing without an authenticator app. */
export function secondFactorsOf(user: User): SecondFactorStrategy[] {
  if (!user.totp?.verified) return [];
  return hasBackupCodes(user) ? ["totp", "backup_code"] : ["totp"];
}

export function hasBackupCodes(user: User): boolean {
  return (user.backupCodes?.hashes.length ?? 0) > 0;
}

/** A new secret, which counts from the first right code on. */
export function createTotp(call: Call, user: User): Totp {
  if (user.totp?.verified) {
    throw new ClerkError(400, "totp_already_enabled", "An authenticator app is enabled already.");
  }
  const now = call.clock.tick();
  const secret = new Secret({ size: 20 }).base32;
  const totp = { id: newId("totp"), secret, verified: false, lastStep: 0 };
  const created: Totp = { ...totp, createdAt: now, updatedAt: now };
  // Nothing has changed yet for anybody else, so no user.updated goes out.
  call.store.users.put({ ...user, totp: created });
  return created;
}

/** What an authenticator app reads from the QR code. */
export function totpUri(user: User, totp: Totp): string {
  const label = primaryEmail(user)?.emailAddress ?? user.id;
  return generator(totp, label).toString();
}

function generator(totp: Totp, label = "OTPAuth"): TOTP {
  return new TOTP({
    issuer: APPLICATION_NAME,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(totp.secret),
  });
}

/** Enables the app by its first code. Whoever has no backup codes gets some, shown this once. */
export async function verifyTotp(
  call: Call,
  userId: string,
  code: string,
): Promise<{ totp: Totp; backupCodes: string[] | null }> {
  const { totp: waiting } = getUser(call, userId);
  if (!waiting || waiting.verified) throw notFound("No authenticator app waits for a code.");
  const fresh = newBackupCodes();
  const hashed = await hashBackupCodes(call, fresh);
  // Hashing takes a while: another request may have enabled, replaced or removed the app meanwhile.
  const user = getUser(call, userId);
  if (user.totp?.id !== waiting.id || user.totp.verified) {
    throw notFound("No authenticator app waits for a code.");
  }
  const step = acceptedStep(user.totp, code);
  if (step === null) throw formError("form_code_incorrect", "Incorrect code", "code");
  const now = call.clock.now();
  const totp: Totp = { ...user.totp, verified: true, lastStep: step, updatedAt: now };
  const given = hasBackupCodes(user) ? null : fresh;
  updateUser(call, user, {
    totp,
    mfaEnabledAt: now,
    mfaDisabledAt: null,
    ...(given ? { backupCodes: hashed } : {}),
  });
  return { totp, backupCodes: given };
}

/** Backup codes are of no use without the app, so they go with it. */
export function disableTotp(call: Call, user: User): Totp {
  if (!user.totp) throw notFound("There is no authenticator app.");
  const disabledAt = user.totp.verified ? call.clock.now() : (user.mfaDisabledAt ?? null);
  updateUser(call, user, {
    totp: null,
    backupCodes: null,
    mfaEnabledAt: null,
    mfaDisabledAt: disabledAt,
  });
  return user.totp;
}

/** New codes, in place of those before. */
export async function regenerateBackupCodes(
  call: Call,
  userId: string,
): Promise<{ backupCodes: BackupCodes; codes: string[] }> {
  const codes = newBackupCodes();
  const backupCodes = await hashBackupCodes(call, codes);
  const user = getUser(call, userId);
  if (!user.totp?.verified) {
    const message = "Backup codes need an authenticator app.";
    throw new ClerkError(400, "backup_codes_not_available", message);
  }
  updateUser(call, user, { backupCodes });
  return { backupCodes, codes };
}

/** Whether the code is right; then it is used up. */
export async function takeSecondFactor(
  call: Call,
  userId: string,
  strategy: SecondFactorStrategy,
  code: string,
): Promise<boolean> {
  if (strategy === "totp") return takeTotp(call, getUser(call, userId), code);
  const { backupCodes } = getUser(call, userId);
  if (!backupCodes) return false;
  const hash = await hashWithSalt(code.trim().toLowerCase(), backupCodes.salt);
  // Looked up after the hashing, or one code could be used by two requests at once.
  const user = getUser(call, userId);
  const { backupCodes: current } = user;
  if (current?.id !== backupCodes.id || !current.hashes.includes(hash)) return false;
  const hashes = current.hashes.filter((one) => one !== hash);
  updateUser(call, user, { backupCodes: { ...current, hashes, updatedAt: call.clock.now() } });
  return true;
}

function takeTotp(call: Call, user: User, code: string): boolean {
  if (!user.totp?.verified) return false;
  const lastStep = acceptedStep(user.totp, code);
  if (lastStep === null) return false;
  // A used code is no change that anybody can see, so no user.updated goes out.
  call.store.users.put({ ...user, totp: { ...user.totp, lastStep } });
  return true;
}

/** The 30 seconds that the code belongs to; null for a wrong one, and for one that was used before. */
function acceptedStep(totp: Totp, code: string): number | null {
  // The time itself, not the clock of versions, which may run ahead of it.
  const timestamp = Date.now();
  const delta = generator(totp).validate({ token: code.trim(), timestamp, window: WINDOW });
  if (delta === null) return null;
  const step = Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
  return step > totp.lastStep ? step : null;
}

function newBackupCodes(): string[] {
  return Array.from({ length: BACKUP_CODES }, () =>
    Array.from({ length: BACKUP_CODE_LENGTH }, () =>
      BACKUP_CODE_ALPHABET.charAt(randomInt(BACKUP_CODE_ALPHABET.length)),
    ).join(""),
  );
}

async function hashBackupCodes(call: Call, codes: readonly string[]): Promise<BackupCodes> {
  const salt = newSalt();
  const hashes = await Promise.all(codes.map((code) => hashWithSalt(code, salt)));
  const now = call.clock.now();
  return { id: newId("bcode"), salt, hashes, createdAt: now, updatedAt: now };
}
