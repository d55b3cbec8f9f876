import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "./config.ts";
import { formError } from "./errors.ts";

const KEY_LENGTH = 32;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, KEY_LENGTH, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt:${salt.toString("base64url")}:${key.toString("base64url")}`;
}

export function newSalt(): string {
  return randomBytes(16).toString("base64url");
}

/** For several secrets that share a salt. */
export async function hashWithSalt(secret: string, salt: string): Promise<string> {
  return (await derive(secret, Buffer.from(salt, "base64url"))).toString("base64url");
}

export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, salt, key] = (hash ?? "").split(":");
  if (scheme !== "scrypt" || !salt || !key) return false;
  const expected = Buffer.from(key, "base64url");
  const actual = await derive(password, Buffer.from(salt, "base64url"));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** @throws ClerkError with the codes that the password fields of the components understand */
export function checkPassword(password: string, param = "password"): void {
  if (password.length < PASSWORD_MIN_LENGTH) {
    const message = `Passwords must be ${PASSWORD_MIN_LENGTH} characters or more.`;
    throw formError("form_password_length_too_short", message, param);
  }
  if (Buffer.byteLength(password) > PASSWORD_MAX_LENGTH) {
    const message = `Passwords must be ${PASSWORD_MAX_LENGTH} characters or less.`;
    throw formError("form_password_length_too_long", message, param);
  }
}
