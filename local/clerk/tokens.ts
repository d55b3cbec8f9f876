import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { ISSUER, SESSION_TOKEN_SECONDS } from "./config.ts";
import { isPendingSession } from "./domain/session-tasks.ts";
import { factorAges } from "./domain/sessions.ts";
import type { Call, Instance } from "./instance.ts";
import type { Membership, Organization } from "./model/organizations.ts";
import type { Session } from "./model/sessions.ts";
import type { User } from "./model/users.ts";
import { findRole } from "./roles.ts";

/** `cat` in the header says what a token is for; the SDKs refuse a token of another category. */
const SESSION_CATEGORY = "cl_B7d4PD111AAA";

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
export function mintSessionToken(
  call: Call,
  session: Session,
  organizationId = session.lastActiveOrganizationId,
  lifetimeSeconds = SESSION_TOKEN_SECONDS,
): Promise<string> {
  const user = call.store.users.get(session.userId);
  const organization = organizationId ? call.store.organizations.get(organizationId) : undefined;
  const membership = call.store.memberships.find(
    (one) => one.organizationId === organizationId && one.userId === session.userId,
  );
  const now = call.clock.seconds();
  return sign(call, {
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
    ...(organization && membership ? organizationClaims(call, organization, membership) : {}),
    ...customClaims(user),
  });
}

/** As the dashboard's "customize session token" would with `{"metadata": {"role": "{{user.public_metadata.role}}"}}`. */
function customClaims(user: User | undefined): Record<string, unknown> {
  const role = user?.publicMetadata.role;
  return role === undefined || role === null ? {} : { metadata: { role } };
}

function organizationClaims(
  instance: Instance,
  organization: Organization,
  membership: Membership,
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
