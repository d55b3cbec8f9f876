import { SESSION_ABANDON_MS, SESSION_LIFETIME_MS } from "../config.ts";
import { ClerkError } from "../errors.ts";
import { newId, newSecret } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import type { Actor, Client, Session, SessionStatus } from "../model/sessions.ts";
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

/** How long ago, in minutes, the person proved who they are by each factor; -1 for one that was not asked for. */
export function factorAges(instance: Pick<Instance, "clock">, session: Session): [number, number] {
  const { firstFactorAt, secondFactorAt } = session;
  const minutes = (at: number) => Math.max(0, Math.floor((instance.clock.now() - at) / 60_000));
  return [minutes(firstFactorAt), secondFactorAt == null ? -1 : minutes(secondFactorAt)];
}

/**
 * One session per browser, or, where several are allowed, one for each person.
 * @throws ClerkError with what the components need to show the session that is there
 */
export function checkMaySignIn(call: Call, client: Client, userId: string | null): void {
  const sessions = activeSessions(call, client);
  const own = sessions.find((one) => one.userId === userId);
  if (!call.settings.instance.multiSession) {
    if (sessions.length === 0) return;
    throw new ClerkError(400, "session_exists", "You're already signed in.");
  }
  if (!own) return;
  const message = "You're already signed in with this account.";
  throw new ClerkError(400, "identifier_already_signed_in", message, { session_id: own.id });
}

/** Who signs in as somebody else, and for how long at most. */
export interface Impersonation {
  actor: Actor;
  seconds: number;
}

/** Signs a person in on a client. The organization is active only when the person is a member of it. */
export function startSession(
  call: Call,
  client: Client,
  userId: string,
  options: {
    organizationId?: string | null;
    strategy?: Client["lastStrategy"];
    secondFactor?: boolean;
    impersonation?: Impersonation | null;
  } = {},
): Session {
  const now = call.clock.tick();
  const { impersonation } = options;
  const lifetime = impersonation ? impersonation.seconds * 1000 : SESSION_LIFETIME_MS;
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
    secondFactorAt: options.secondFactor ? now : null,
    actor: impersonation?.actor ?? null,
    userAgent: call.userAgent,
    clientIp: call.clientIp,
    expireAt: now + lifetime,
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
