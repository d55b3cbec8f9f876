import type { Context } from "hono";
import { createLocalJWKSet, jwtVerify } from "jose";
import { ISSUER } from "../config.ts";
import { isActive } from "../domain/sessions.ts";
import { getUser } from "../domain/users.ts";
import { signedOut } from "../errors.ts";
import type { Env } from "../http.ts";
import type { Session } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { jwks, SESSION_CATEGORY } from "../tokens.ts";

/**
 * The session whose token is in the `Authorization` header: some endpoints know the person by that, and not by the
 * browser. A token outlives its session by some seconds, so the session is looked at too.
 */
export async function requireBearer(c: Context<Env>): Promise<{ session: Session; user: User }> {
  const call = c.get("call");
  const [, jwt] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  if (!jwt) throw signedOut();
  const keys = createLocalJWKSet(jwks(call));
  const verified = await jwtVerify(jwt, keys, { issuer: ISSUER }).catch(() => null);
  if (!verified || verified.protectedHeader.cat !== SESSION_CATEGORY) throw signedOut();
  const session = call.store.sessions.get(String(verified.payload.sid));
  if (!session || !isActive(call, session)) throw signedOut();
  return { session, user: getUser(call, session.userId) };
}
