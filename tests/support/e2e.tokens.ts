import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeJwt, decodeProtectedHeader, SignJWT, type JWTPayload } from "jose";
import { z } from "zod";
import { inject } from "vitest";

const KeyFile = z.object({ privateKey: z.string() });

/** The key that Clerk signs with. */
export function signingKey(keyFile = inject("served").clerkKeys): KeyObject {
  return createPrivateKey(KeyFile.parse(JSON.parse(readFileSync(keyFile, "utf8"))).privateKey);
}

/** The same token with other claims, signed with Clerk's own key: only its claims can give it away. */
export function resign(token: string, claims: JWTPayload, keyFile?: string): Promise<string> {
  return sign(token, { ...decodeJwt(token), ...claims }, signingKey(keyFile));
}

/** The same token, signed by somebody else under the same key id. */
export function forge(token: string): Promise<string> {
  return sign(
    token,
    decodeJwt(token),
    generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
  );
}

/** The same claims, and no signature. */
export function unsigned(token: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${encode({ ...decodeProtectedHeader(token), alg: "none" })}.${encode(decodeJwt(token))}.`;
}

function sign(token: string, claims: JWTPayload, key: KeyObject): Promise<string> {
  const { cat, kid, typ } = decodeProtectedHeader(token);
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", cat, kid, typ }).sign(key);
}

/** A token put together by hand: any header, any claims, and whatever `sign` makes of the two. */
export function craft(
  header: Readonly<Record<string, unknown>>,
  claims: unknown,
  sign: (text: string) => Buffer,
): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(text).toString("base64url")}`;
}

/** Clerk's own signature: what carries it can only be refused for what it says. */
export function byClerk(text: string): Buffer {
  return createSign("RSA-SHA256")
    .update(text)
    .sign(signingKey(inject("served").clerkKeys));
}

const strangers = generateKeyPairSync("rsa", { modulusLength: 2048 });

export function byStranger(text: string): Buffer {
  return createSign("RSA-SHA256").update(text).sign(strangers.privateKey);
}

/** The stranger's public key, for headers that say where to find it. */
export const strangersJwk = strangers.publicKey.export({ format: "jwk" });

/** Signed with a secret that everybody knows: Clerk's public key, as text. */
export function byPublicKey(form: "pem" | "modulus"): (text: string) => Buffer {
  const publicKey = createPublicKey(signingKey(inject("served").clerkKeys));
  const secret =
    form === "pem"
      ? publicKey.export({ format: "pem", type: "spki" }).toString()
      : (publicKey.export({ format: "jwk" }).n ?? "");
  return (text) => createHmac("sha256", secret).update(text).digest();
}
