import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeJwt, decodeProtectedHeader, SignJWT, type JWTPayload } from "jose";
import { z } from "zod";
import { inject } from "vitest";

const KeyFile = z.object({ privateKey: z.string() });

function signingKey(keyFile: string): KeyObject {
  return createPrivateKey(KeyFile.parse(JSON.parse(readFileSync(keyFile, "utf8"))).privateKey);
}

/** The same token with other claims, signed with Clerk's own key: only its claims can give it away. */
export function resign(
  token: string,
  claims: JWTPayload,
  keyFile = inject("served").clerkKeys,
): Promise<string> {
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
