import { createPrivateKey, createSign, randomUUID, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { createClerkClient } from "@clerk/backend";
import { z } from "zod";
import type { World } from "./stack.ts";

const KeyFile = z.object({ privateKey: z.string() });
const Header = z.record(z.string(), z.unknown());

/** Makes tokens of one session, each another, signed as Clerk signs them. */
export interface Mint {
  /** @param seconds how long it lives from now; a minute, as Clerk's do. Negative for one that is over. */
  token(seconds?: number): string;
  tokens(count: number): string[];
}

/** Where a Clerk is, and what it signs with. */
export type ClerkPlace = Pick<World, "clerkUrl" | "clerkSecretKey" | "clerkKeys" | "appUrl">;

/** A session of a person's, in the organization. What its tokens say and which key signs them is read once, now. */
export async function openMint(world: ClerkPlace, sessionId: string): Promise<Mint> {
  const clerk = clerkOf(world);
  const { jwt } = await clerk.sessions.getToken(sessionId);
  const [header, claims] = jwt
    .split(".")
    .slice(0, 2)
    .map((part) => Header.parse(JSON.parse(Buffer.from(part, "base64url").toString("utf8"))));
  const { privateKey } = KeyFile.parse(JSON.parse(readFileSync(world.clerkKeys, "utf8")));
  const key = createPrivateKey(privateKey);
  const token = (seconds = 60): string => {
    const now = Math.floor(Date.now() / 1000);
    const issued = seconds > 0 ? now : now + seconds - 60;
    const own = { iat: issued, nbf: issued - 10, exp: now + seconds, jti: randomUUID() };
    // A page's token names its page's origin.
    return sign(header, { ...claims, azp: world.appUrl, ...own }, key);
  };
  return { token, tokens: (count) => Array.from({ length: count }, () => token()) };
}

/** Clerk's own client of the Backend API, at the local Clerk. */
export function clerkOf({ clerkUrl, clerkSecretKey }: Omit<ClerkPlace, "appUrl" | "clerkKeys">) {
  return createClerkClient({
    secretKey: clerkSecretKey,
    apiUrl: `${clerkUrl}/bapi`,
    telemetry: { disabled: true },
  });
}

function sign(header: unknown, claims: unknown, key: KeyObject): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key).toString("base64url")}`;
}
