import { randomBytes } from "node:crypto";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { ISSUER, SESSION_TOKEN_SECONDS } from "./config.ts";
import { isPendingSession } from "./domain/session-tasks.ts";
import { factorAges } from "./domain/sessions.ts";
import type { Call, Instance } from "./instance.ts";
import type { Session } from "./model/sessions.ts";
import { findRole } from "./roles.ts";
import { fillSessionClaims } from "./templates/session-claims.ts";
import { type ActiveOrganization, activeOrganization, sourcesOf } from "./templates/sources.ts";

/** `cat` in the header says what a token is for; the SDKs refuse a token of another category. */
export const SESSION_CATEGORY = "cl_B7d4PD111AAA";
/** Browsers drop a cookie that is larger, and the person is then signed out without a word. */
const MAX_COOKIE_BYTES = 4096;

function sign(instance: Instance, claims: Record<string, unknown>): Promise<string> {
  const { kid, privateKey } = instance.keys.signing;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", cat: SESSION_CATEGORY, kid, typ: "JWT" })
    .sign(privateKey);
}

/**
 * A session token, version 2: 60 seconds, for the given organization or none.
 * The caller has checked that the user is a member of the organization.
 */
export async function mintSessionToken(
  call: Call,
  session: Session,
  organizationId = session.lastActiveOrganizationId,
  lifetimeSeconds = SESSION_TOKEN_SECONDS,
): Promise<string> {
  const active = activeOrganization(call, session, organizationId);
  const now = call.clock.seconds();
  const custom = call.settings.instance.sessionClaims;
  const jwt = await sign(call, {
    ...(session.actor ? { act: session.actor } : {}),
    ...(call.origin ? { azp: call.origin } : {}),
    exp: now + lifetimeSeconds,
    fva: factorAges(call, session),
    iat: now,
    iss: ISSUER,
    jti: randomBytes(10).toString("hex"),
    nbf: now - 10,
    sid: session.id,
    sts: isPendingSession(call, session) ? "pending" : "active",
    sub: session.userId,
    v: 2,
    ...(active ? organizationClaims(call, active) : {}),
    ...fillSessionClaims(custom, sourcesOf(call, session, active)),
  });
  if (jwt.length > MAX_COOKIE_BYTES) {
    call.log(`a session token of ${session.userId} has ${jwt.length} bytes; no cookie holds it`);
  }
  return jwt;
}

function organizationClaims(
  instance: Instance,
  { organization, membership }: ActiveOrganization,
): Record<string, unknown> {
  const packed = packPermissions(findRole(instance, membership.role)?.permissions ?? []);
  return {
    o: {
      id: organization.id,
      slg: organization.slug,
      rol: membership.role.replace(/^org:/, ""),
      ...(packed ? { per: packed.per, fpm: packed.fpm } : {}),
    },
    ...(packed ? { fea: packed.fea } : {}),
  };
}

/**
 * `org:<feature>:<action>` permissions as the token carries them: the features, the distinct actions, and for each
 * feature a bit mask over the actions (least significant bit first). null when there is nothing to carry.
 */
export function packPermissions(
  permissions: readonly string[],
): { fea: string; per: string; fpm: string } | null {
  const features: string[] = [];
  const actions: string[] = [];
  const masks: number[] = [];
  for (const permission of permissions) {
    const [, feature, action] = permission.split(":");
    if (!feature || !action) continue;
    if (!features.includes(feature)) features.push(feature);
    if (!actions.includes(action)) actions.push(action);
    const index = features.indexOf(feature);
    masks[index] = (masks[index] ?? 0) | (1 << actions.indexOf(action));
  }
  if (features.length === 0) return null;
  return {
    fea: features.map((feature) => `o:${feature}`).join(","),
    per: actions.join(","),
    fpm: masks.join(","),
  };
}

/** The cookies that a handshake hands to the application, signed, because they travel in the address. */
export function mintHandshakeToken(
  instance: Instance,
  directives: readonly string[],
): Promise<string> {
  return sign(instance, { handshake: directives });
}

/** Every key whose tokens are still good: the signing one, and the retired ones in their grace period. */
export function jwks(instance: Instance) {
  const keys = instance.keys.valid(instance.clock.now());
  return {
    keys: keys.map(({ kid, n, e }) => ({ use: "sig", kty: "RSA", kid, alg: "RS256", n, e })),
  };
}

/** Whose session token it is; null when it is none of ours, or not good any more. */
export async function sessionIdOfToken(instance: Instance, jwt: string): Promise<string | null> {
  const keys = createLocalJWKSet(jwks(instance));
  const verified = await jwtVerify(jwt, keys, { issuer: ISSUER }).catch(() => null);
  if (verified?.protectedHeader.cat !== SESSION_CATEGORY) return null;
  const { sid } = verified.payload;
  return typeof sid === "string" ? sid : null;
}
