import type { auth } from "@clerk/nextjs/server";
import { z } from "zod";
import type { Proof } from "@/src/access/freshness";
import { heldPermissions, permissionSource, type PermissionSource } from "@/src/access/roles";
import { log } from "@/src/server/log";
import { anonymous, type ActiveOrganization, type Principal } from "./principal";

/** What Clerk's SDK says of a verified request: from auth() or from authenticateRequest().toAuth(). */
export type SessionAuth = Pick<
  Awaited<ReturnType<typeof auth>>,
  | "userId"
  | "sessionId"
  | "orgId"
  | "orgSlug"
  | "orgRole"
  | "orgPermissions"
  | "sessionClaims"
  | "actor"
>;

/** Clerk's ids, which go into statements and audit rows. */
const id = z.string().regex(/^\w{1,128}$/);
const text = z.string().regex(/^\P{Cc}{0,1000}$/u);
/** Whole seconds; what is no number of them, or beyond all numbers, Clerk's SDK takes for a time that has not come yet. */
const time = z.int().positive();
const tokenClaims = z.object({
  iat: time,
  exp: time,
  nbf: time.optional(),
  sub: id,
  sid: id,
  v: z.literal([1, 2]).optional(),
  /** The active organization, in Clerk's second version of the claims and in the first. */
  o: z
    .object({
      id: id.optional(),
      slg: text.nullish(),
      rol: text.nullish(),
      per: text.optional(),
      fpm: text.optional(),
    })
    .nullish(),
  fea: text.optional(),
  org_id: id.nullish(),
  org_slug: text.nullish(),
  org_role: text.nullish(),
  org_permissions: z.array(text).nullish(),
});
/** The custom session claim `{"metadata": {"role": "{{user.public_metadata.role}}"}}`; see docs/operations. */
const roleClaim = z.object({
  metadata: z.object({ role: z.literal("admin").nullish() }).nullish(),
});
/** Whole minutes since each factor was proven, -1 for one that was not asked for. */
const age = z.int().min(-1);
const proofClaim = z.object({ fva: z.tuple([age, age]) });
const actorClaim = z.object({ sub: id });

/** Turns verified claims into a principal. Anything malformed denies: no claim is guessed at. */
export function mintPrincipal(
  auth: SessionAuth,
  source: PermissionSource = permissionSource,
): Principal {
  if (!auth.userId || !auth.sessionId) return anonymous;
  const token = tokenClaims.safeParse(auth.sessionClaims);
  const actor = auth.actor == null ? null : actorClaim.safeParse(auth.actor);
  if (!token.success || actor?.success === false) {
    log.warn(
      { claims: token.error?.issues.map(({ path }) => path.join(".")) ?? ["act"] },
      "a session token has claims of an unknown form; treated as signed out",
    );
    return anonymous;
  }
  const role = roleClaim.safeParse(auth.sessionClaims);
  if (!role.success) {
    log.warn(
      { userId: auth.userId },
      'the token\'s metadata.role is not "admin" nor absent; treated as no administrator',
    );
  }
  return {
    kind: "person",
    userId: auth.userId,
    sessionId: auth.sessionId,
    issuedAt: token.data.iat,
    impersonatorId: actor?.data.sub ?? null,
    proof: readProof(auth),
    platformAdmin: role.data?.metadata?.role === "admin",
    organization: readOrganization(auth, source),
  };
}

/** Whoever proved nothing that is known has proved nothing. */
function readProof(auth: SessionAuth): Proof | null {
  const claim = proofClaim.safeParse(auth.sessionClaims);
  if (!claim.success) return null;
  const [first, second] = claim.data.fva.map((minutes) => (minutes === -1 ? null : minutes));
  return { first: first ?? null, second: second ?? null };
}

function readOrganization(auth: SessionAuth, source: PermissionSource): ActiveOrganization | null {
  if (!auth.orgId) return null;
  const role = auth.orgRole ?? null;
  return {
    id: auth.orgId,
    slug: auth.orgSlug ?? null,
    role,
    permissions: heldPermissions(role, auth.orgPermissions ?? [], source),
  };
}
