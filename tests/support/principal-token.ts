import { SignJWT, type CryptoKey, type KeyObject } from "jose";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import { claimedPermissions, proofOf } from "@/src/access/matrix/expectation";
import { packPermissions } from "../../local/clerk/tokens.ts";
import { tenantsOf, type World } from "./world.ts";

export interface Signer {
  readonly key: CryptoKey | KeyObject;
  /** Somebody else's, for what is to be refused. */
  readonly wrongKey: CryptoKey | KeyObject;
  /** Of a genuine token; those of a test key are made up. */
  readonly header: { readonly kid: string; readonly cat?: string };
  readonly issuer: string;
  /** The application's origin. */
  readonly azp: string;
}

/** The session token that the principal carries, as Clerk would issue it (version 2); null for nobody. */
export async function tokenFor(
  principal: PrincipalCase,
  world: World,
  signer: Signer,
): Promise<string | null> {
  if (principal.token === "none") return null;
  const expired = principal.token === "expired";
  const issuedAt = expired ? world.issuedAt - 7200 : world.issuedAt;
  const proof = proofOf(principal);
  const claims = {
    azp: signer.azp,
    exp: issuedAt + 900,
    fva: [proof.first ?? -1, proof.second ?? -1],
    iat: issuedAt,
    iss: signer.issuer,
    jti: world.session,
    nbf: issuedAt - 10,
    sid: world.session,
    sts: principal.token === "pending" ? "pending" : "active",
    sub: world.user,
    v: 2,
    ...organizationClaims(principal, world),
    ...(principal.platformAdmin ? { metadata: { role: "admin" } } : {}),
    ...(principal.impersonated ? { act: { sub: world.impersonator } } : {}),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...signer.header })
    .sign(principal.token === "malformed" ? signer.wrongKey : signer.key);
}

function organizationClaims(principal: PrincipalCase, world: World) {
  const { organization } = principal;
  if (!organization) return {};
  const { own } = tenantsOf(world, principal);
  const packed = packPermissions(claimedPermissions(principal, "clerk"));
  return {
    o: {
      id: own.id,
      slg: own.slug,
      rol: organization.role.replace(/^org:/, ""),
      ...(packed ? { per: packed.per, fpm: packed.fpm } : {}),
    },
    ...(packed ? { fea: packed.fea } : {}),
  };
}
