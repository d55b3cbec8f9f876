import type { Context } from "hono";
import { activeSessions, isActive } from "../domain/sessions.ts";
import { getUser } from "../domain/users.ts";
import { devBrowserUnauthenticated, signedOut } from "../errors.ts";
import type { Env } from "../http.ts";
import type { Call } from "../instance.ts";
import type { Client, Session } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { clientJson } from "../serialize/session.ts";

type Request = Context<Env>;

/** The browser that asks. Development instances know it by this parameter alone; no cookie is involved. */
export function findClient(c: Request): Client | undefined {
  const token = c.req.query("__clerk_db_jwt");
  if (!token) return undefined;
  return c.get("call").store.clients.find((client) => client.devBrowserToken === token);
}

export function requireClient(c: Request): Client {
  const client = findClient(c);
  if (!client) throw devBrowserUnauthenticated();
  return client;
}

/** The signed-in session: the one that the request names, or else the client's last active one. */
export function requireSession(c: Request): { client: Client; session: Session; user: User } {
  const client = requireClient(c);
  const call = c.get("call");
  const sessions = activeSessions(call, client);
  const wanted = c.req.query("_clerk_session_id") ?? client.lastActiveSessionId;
  const session = sessions.find((one) => one.id === wanted) ?? (wanted ? undefined : sessions[0]);
  if (!session) throw signedOut();
  return { client, session, user: getUser(call, session.userId) };
}

/** A session of this client by its id, still active. */
export function ownSession(c: Request, client: Client, id: string): Session {
  const call = c.get("call");
  const session = call.store.sessions.get(id);
  if (session?.clientId !== client.id || !isActive(call, session)) throw signedOut();
  return session;
}

/** The answer to a change: the resource, and the whole client as it is now. */
export async function answer(c: Request, response: unknown, client?: Client) {
  const call: Call = c.get("call");
  const known = client ?? findClient(c);
  const now = known && call.store.clients.get(known.id);
  return c.json({ response, client: now ? await clientJson(call, now) : null });
}

/** The answer to a question: the resource alone. */
export function answerOnly(c: Request, response: unknown) {
  return c.json({ response, client: null });
}
