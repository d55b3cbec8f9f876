import { isDeepStrictEqual } from "node:util";
import { SignJWT } from "jose";
import { ISSUER } from "../config.ts";
import { ClerkError, forbidden, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import { deriveSecret, isSameSecret } from "../keys/derived-secrets.ts";
import type { M2mToken, Machine } from "../model/machines.ts";
import type { Metadata } from "../model/metadata.ts";

const M2M_CATEGORY = "cl_B7d4PD333AAA";
const RESERVED = ["aud", "exp", "iat", "iss", "jti", "nbf", "scopes", "sub"];

export interface NewM2mToken {
  claims: Metadata | null;
  /** null: as long as the machine's tokens live */
  secondsUntilExpiration: number | null;
  /** A token that is as good and lives at least so much longer is handed out again. */
  minRemainingTtlSeconds: number | null;
}

export function createM2mToken(call: Call, machine: Machine, input: NewM2mToken): M2mToken {
  const lifetime = input.secondsUntilExpiration ?? machine.defaultTokenTtl;
  return (
    reusable(call, machine, input, lifetime) ??
    call.store.m2mTokens.put(newToken(call, machine, input, lifetime))
  );
}

function newToken(
  call: Call,
  machine: Machine,
  { claims }: NewM2mToken,
  lifetimeSeconds: number,
): M2mToken {
  const reserved = Object.keys(claims ?? {}).find((claim) => RESERVED.includes(claim));
  if (reserved) {
    const message = `You can't use the reserved claim: '${reserved}'`;
    throw new ClerkError(400, "machine_token_reserved_claim", message, { param_name: "claims" });
  }
  const now = call.clock.tick();
  return {
    id: newId("mt"),
    machineId: machine.id,
    scopes: machine.scopes,
    claims,
    revoked: false,
    revocationReason: null,
    expiresAt: now + lifetimeSeconds * 1000,
    lastUsedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

function reusable(
  call: Call,
  machine: Machine,
  { claims, minRemainingTtlSeconds }: NewM2mToken,
  lifetimeSeconds: number,
): M2mToken | undefined {
  if (minRemainingTtlSeconds === null) return undefined;
  if (minRemainingTtlSeconds >= lifetimeSeconds) {
    const message = "min_remaining_ttl_seconds must be less than the token's lifetime.";
    throw new ClerkError(400, "form_param_value_invalid", message, {
      param_name: "min_remaining_ttl_seconds",
    });
  }
  const until = call.clock.now() + minRemainingTtlSeconds * 1000;
  return call.store.m2mTokens.find(
    (one) =>
      one.machineId === machine.id &&
      !one.revoked &&
      one.expiresAt >= until &&
      isDeepStrictEqual([one.claims, one.scopes], [claims, machine.scopes]),
  );
}

/** The JWT form: whoever has the key set can verify it, so nothing is kept and nothing can be revoked. */
export async function mintM2mJwt(call: Call, machine: Machine, input: NewM2mToken) {
  const lifetime = input.secondsUntilExpiration ?? machine.defaultTokenTtl;
  const token = newToken(call, machine, input, lifetime);
  const { kid, privateKey } = call.keys.signing;
  const now = Math.floor(token.createdAt / 1000);
  const jwt = await new SignJWT({
    ...input.claims,
    iss: ISSUER,
    sub: machine.id,
    aud: [...token.scopes],
    scopes: token.scopes.join(" "),
    exp: now + lifetime,
    iat: now,
    nbf: now - 10,
    jti: token.id,
  })
    .setProtectedHeader({ alg: "RS256", cat: M2M_CATEGORY, kid, typ: "JWT" })
    .sign(privateKey);
  return { token, jwt };
}

/** What the machine sends. */
export function opaqueTokenOf(instance: Pick<Instance, "keys">, token: M2mToken): string {
  return deriveSecret(instance.keys, "mt", token.id);
}

export function isM2mTokenExpired(instance: Pick<Instance, "clock">, token: M2mToken): boolean {
  return token.expiresAt <= instance.clock.now();
}

/**
 * The token, if it is good at the machine that asks; null asks for the instance, which may see every token.
 * @throws ClerkError 404, which the SDK takes for a token that is no good
 */
export function verifyM2mToken(call: Call, asker: Machine | null, secret: string): M2mToken {
  const token = call.store.m2mTokens.find((one) => isSameSecret(secret, opaqueTokenOf(call, one)));
  if (!token || token.revoked || isM2mTokenExpired(call, token)) throw notFound("Token not found");
  if (asker && !token.scopes.includes(asker.id)) throw notFound("Token not found");
  return call.store.m2mTokens.put({ ...token, lastUsedAt: call.clock.now() });
}

/** Newest first. A machine sees its own alone. */
export function m2mTokensOf(call: Call, asker: Machine | null, subject: string): M2mToken[] {
  if (asker && asker.id !== subject) {
    throw forbidden("authorization_invalid", "A machine can only list its own tokens.");
  }
  return call.store.m2mTokens.filter((one) => one.machineId === subject).reverse();
}

export function revokeM2mToken(
  call: Call,
  asker: Machine | null,
  id: string,
  reason: string | null,
): M2mToken {
  const token = call.store.m2mTokens.get(id);
  if (!token || (asker && asker.id !== token.machineId)) throw notFound("Token not found");
  if (token.revoked) return token;
  const updatedAt = call.clock.tick();
  return call.store.m2mTokens.put({ ...token, revoked: true, revocationReason: reason, updatedAt });
}
