import type { Context } from "hono";
import { isActive } from "../domain/sessions.ts";
import { getUser } from "../domain/users.ts";
import { signedOut } from "../errors.ts";
import { bearerOf, type Env } from "../http.ts";
import type { Session } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { sessionIdOfToken } from "../tokens.ts";

/**
 * The session whose token is in the `Authorization` header: some endpoints know the person by that, and not by the
 * browser. A token outlives its session by some seconds, so the session is looked at too.
 */
export async function requireBearer(c: Context<Env>): Promise<{ session: Session; user: User }> {
  const call = c.get("call");
  const sessionId = await sessionIdOfToken(call, bearerOf(c));
  const session = sessionId === null ? undefined : call.store.sessions.get(sessionId);
  if (!session || !isActive(call, session)) throw signedOut();
  return { session, user: getUser(call, session.userId) };
}
