import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "./config.ts";
import { formError } from "./errors.ts";

const KEY_LENGTH = 32;
/** 2 to the power of it is scrypt's cost: 16 MiB and some 50 ms for each guess. */
const COST_EXPONENT = 14;
/** The form in which password hashes are commonly written down: the parameters stand in it, so that they may change. */
const HASH = /^\$scrypt\$ln=(1[0-7]),r=8,p=1\$([\w+/]{22,})\$([\w+/]{43,})$/;
/** How hashes were written before they named their parameters. */
const FORMER_HASH = /^scrypt:([\w-]{22}):([\w-]{43})$/;

function derive(password: string, salt: Buffer, costExponent: number): Promise<Buffer> {
  const N = 2 ** costExponent;
  const options = { N, r: 8, p: 1, maxmem: 2 * 128 * N * 8 };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, KEY_LENGTH, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST_EXPONENT);
  return `$scrypt$ln=${COST_EXPONENT},r=8,p=1$${unpadded(salt)}$${unpadded(key)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

interface Hash {
  costExponent: number;
  salt: Buffer;
  key: Buffer;
}

function readHash(hash: string): Hash | null {
  const [, cost, salt, key] = HASH.exec(hash) ?? [];
  if (cost && salt && key) {
    const [saltBytes, keyBytes] = [Buffer.from(salt, "base64"), Buffer.from(key, "base64")];
    return { costExponent: Number(cost), salt: saltBytes, key: keyBytes };
  }
  const [, formerSalt, formerKey] = FORMER_HASH.exec(hash) ?? [];
  if (!formerSalt || !formerKey) return null;
  const former = (text: string) => Buffer.from(text, "base64url");
  return { costExponent: 14, salt: former(formerSalt), key: former(formerKey) };
}

export function isPasswordHash(text: string): boolean {
  return readHash(text) !== null;
}

export function newSalt(): string {
  return randomBytes(16).toString("base64url");
}

/** For several secrets that share a salt. */
export async function hashWithSalt(secret: string, salt: string): Promise<string> {
  return (await derive(secret, Buffer.from(salt, "base64url"), COST_EXPONENT)).toString(
    "base64url",
  );
}

export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const expected = readHash(hash ?? "");
  if (!expected) return false;
  const actual = await derive(password, expected.salt, expected.costExponent);
  return actual.length === expected.key.length && timingSafeEqual(actual, expected.key);
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
