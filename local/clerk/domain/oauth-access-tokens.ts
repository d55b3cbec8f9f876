import { SignJWT } from "jose";
import { ISSUER } from "../config.ts";
import { notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Instance } from "../instance.ts";
import { deriveSecret, isSameSecret } from "../keys/derived-secrets.ts";
import type { OAuthAccessToken } from "../model/oauth.ts";
import { getOAuthApplication } from "./oauth-applications.ts";
import { getUser } from "./users.ts";

export interface NewOAuthAccessToken {
  applicationId: string;
  userId: string;
  scopes: readonly string[];
  audience: readonly string[] | null;
  lifetimeSeconds: number;
}

function newToken(instance: Instance, input: NewOAuthAccessToken): OAuthAccessToken {
  const now = instance.clock.tick();
  const application = getOAuthApplication(instance, input.applicationId);
  return {
    id: newId("oat"),
    applicationId: application.id,
    clientId: application.clientId,
    userId: getUser(instance, input.userId).id,
    scopes: input.scopes,
    audience: input.audience,
    revoked: false,
    expiresAt: now + input.lifetimeSeconds * 1000,
    createdAt: now,
    updatedAt: now,
  };
}

export function createOAuthAccessToken(instance: Instance, input: NewOAuthAccessToken) {
  const token = instance.store.oauthAccessTokens.put(newToken(instance, input));
  return { id: token.id, token: opaqueTokenOf(instance, token) };
}

/** The JWT form: whoever has the key set can verify it, so nothing is kept and nothing can be revoked. */
export async function mintOAuthJwt(instance: Instance, input: NewOAuthAccessToken) {
  const { id, userId, clientId, ...token } = newToken(instance, input);
  const { kid, privateKey } = instance.keys.signing;
  const now = Math.floor(token.createdAt / 1000);
  const jwt = await new SignJWT({
    iss: ISSUER,
    sub: userId,
    client_id: clientId,
    scope: token.scopes.join(" "),
    jti: id,
    exp: now + input.lifetimeSeconds,
    iat: now,
    nbf: now - 10,
    ...(token.audience ? { aud: [...token.audience] } : {}),
  })
    .setProtectedHeader({ alg: "RS256", kid, typ: "at+jwt" })
    .sign(privateKey);
  return { id, token: jwt };
}

function opaqueTokenOf(instance: Pick<Instance, "keys">, token: OAuthAccessToken): string {
  return deriveSecret(instance.keys, "oat", token.id);
}

/** @throws ClerkError 404, which the SDK takes for a token that is no good */
export function verifyOAuthAccessToken(instance: Instance, secret: string): OAuthAccessToken {
  const token = findToken(instance, secret);
  if (!token || token.revoked || token.expiresAt <= instance.clock.now()) {
    throw notFound("OAuth access token not found");
  }
  getUser(instance, token.userId);
  return token;
}

export function revokeOAuthAccessToken(
  instance: Instance,
  applicationId: string,
  secret: string,
): void {
  const token = findToken(instance, secret);
  if (token?.applicationId !== applicationId) throw notFound("OAuth access token not found");
  const updatedAt = instance.clock.tick();
  instance.store.oauthAccessTokens.put({ ...token, revoked: true, updatedAt });
}

function findToken(instance: Instance, secret: string): OAuthAccessToken | undefined {
  return instance.store.oauthAccessTokens.find((one) =>
    isSameSecret(secret, opaqueTokenOf(instance, one)),
  );
}
