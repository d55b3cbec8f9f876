import { SESSION_ABANDON_MS, SESSION_LIFETIME_MS } from "../config.ts";
import { newId, newSecret } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import type { Client, Session, SessionStatus } from "../model/sessions.ts";
import { emitSession } from "../webhooks/events.ts";
import { findMembership } from "./memberships.ts";

/** Neither ended nor expired. There may still be something to do before it counts: see `tasksOf`. */
export function isActive(instance: Pick<Instance, "clock">, session: Session): boolean {
  return session.status === "active" && session.expireAt > instance.clock.now();
}

export function activeSessions(instance: Pick<Instance, "store" | "clock">, client: Client) {
  return instance.store.sessions.filter(
    (session) => session.clientId === client.id && isActive(instance, session),
  );
}

export function createClient(instance: Instance): Client {
  const now = instance.clock.tick();
  return instance.store.clients.put({
    id: newId("client"),
    devBrowserToken: newSecret("dvb"),
    signInId: null,
    signUpId: null,
    lastActiveSessionId: null,
    lastStrategy: null,
    createdAt: now,
    updatedAt: now,
  });
}

/** Signs a person in on a client. The organization is active only when the person is a member of it. */
export function startSession(
  call: Call,
  client: Client,
  userId: string,
  options: { organizationId?: string | null; strategy?: Client["lastStrategy"] } = {},
): Session {
  const now = call.clock.tick();
  const organizationId = options.organizationId ?? null;
  const member = organizationId ? findMembership(call, organizationId, userId) : undefined;
  const session = call.store.sessions.put({
    id: newId("sess"),
    clientId: client.id,
    userId,
    status: "active",
    lastActiveOrganizationId: member ? organizationId : null,
    lastActiveAt: now,
    firstFactorAt: now,
    userAgent: call.userAgent,
    clientIp: call.clientIp,
    expireAt: now + SESSION_LIFETIME_MS,
    abandonAt: now + SESSION_ABANDON_MS,
    createdAt: now,
    updatedAt: now,
  });
  call.store.clients.put({
    ...(call.store.clients.get(client.id) ?? client),
    signInId: null,
    signUpId: null,
    lastActiveSessionId: session.id,
    lastStrategy: options.strategy ?? client.lastStrategy,
    updatedAt: now,
  });
  const user = call.store.users.get(userId);
  // Signing in is no change of the user: `updatedAt` stays, and no user.updated goes out.
  if (user) call.store.users.put({ ...user, lastSignInAt: now, lastActiveAt: now });
  emitSession(call, "session.created", session);
  return session;
}

export function endSession(
  call: Call,
  session: Session,
  status: Exclude<SessionStatus, "active">,
): Session {
  if (session.status !== "active") return session;
  const now = call.clock.tick();
  const ended = call.store.sessions.put({ ...session, status, updatedAt: now });
  const client = call.store.clients.get(session.clientId);
  if (client) {
    const lastActive = client.lastActiveSessionId;
    call.store.clients.put({
      ...client,
      lastActiveSessionId: lastActive === session.id ? null : lastActive,
      updatedAt: now,
    });
  }
  emitSession(call, `session.${status}`, ended);
  return ended;
}

export function endSessionsOf(
  call: Call,
  userId: string,
  status: Exclude<SessionStatus, "active">,
  exceptId?: string,
): void {
  for (const session of call.store.sessions.values()) {
    if (session.userId === userId && session.id !== exceptId) endSession(call, session, status);
  }
}

/** Makes the session the client's last active one, with the given organization (null: none). */
export function touchSession(call: Call, session: Session, organizationId: string | null): Session {
  const now = call.clock.tick();
  const client = call.store.clients.get(session.clientId);
  if (client && client.lastActiveSessionId !== session.id) {
    call.store.clients.put({ ...client, lastActiveSessionId: session.id });
  }
  return call.store.sessions.put({
    ...session,
    lastActiveOrganizationId: organizationId,
    lastActiveAt: now,
    updatedAt: now,
  });
}
