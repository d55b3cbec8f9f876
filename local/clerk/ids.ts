import { randomBytes, randomInt } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export type IdPrefix =
  | "user"
  | "idn"
  | "org"
  | "orgmem"
  | "orginv"
  | "inv"
  | "wle"
  | "alid"
  | "blid"
  | "ru"
  | "orgdmn"
  | "orgsug"
  | "orgmreq"
  | "ak"
  | "sess"
  | "client"
  | "sia"
  | "sua"
  | "sit"
  | "jtmp"
  | "act"
  | "mch"
  | "mt"
  | "oa"
  | "oat"
  | "msg"
  | "ema"
  | "img"
  | "totp"
  | "bcode";

/** An id of Clerk's shape: prefix and 27 characters. */
export function newId(prefix: IdPrefix): string {
  let id = "";
  for (let i = 0; i < 27; i++) id += ALPHABET.charAt(randomInt(ALPHABET.length));
  return `${prefix}_${id}`;
}

export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(24).toString("base64url")}`;
}

/** Clerk's test addresses (`anything+clerk_test@domain`) always get 424242. */
export function newVerificationCode(emailAddress: string): string {
  if (/\+clerk_test@/i.test(emailAddress)) return "424242";
  return String(randomInt(1_000_000)).padStart(6, "0");
}
