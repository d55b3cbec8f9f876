import { ClerkError, notFound } from "../errors.ts";
import { newId, newSecret } from "../ids.ts";
import type { Call } from "../instance.ts";
import type { Actor } from "../model/sessions.ts";
import type { ActorToken, SignInToken } from "../model/tickets.ts";
import type { Collection } from "../store.ts";
import type { Impersonation } from "./sessions.ts";
import { getUser } from "./users.ts";

export function createSignInToken(
  call: Call,
  userId: string,
  lifetimeSeconds: number,
): SignInToken {
  return call.store.signInTokens.put(newTicket(call, "sit", userId, lifetimeSeconds));
}

export function createActorToken(
  call: Call,
  userId: string,
  options: { actor: Actor; lifetimeSeconds: number; sessionSeconds: number },
): ActorToken {
  const { actor, sessionSeconds, lifetimeSeconds } = options;
  const ticket = newTicket(call, "act", userId, lifetimeSeconds);
  return call.store.actorTokens.put({ ...ticket, actor, sessionSeconds });
}

function newTicket(
  call: Call,
  prefix: "sit" | "act",
  userId: string,
  lifetimeSeconds: number,
): SignInToken {
  const now = call.clock.tick();
  return {
    id: newId(prefix),
    userId: getUser(call, userId).id,
    token: newSecret(prefix),
    status: "pending",
    expiresAt: now + lifetimeSeconds * 1000,
    createdAt: now,
    updatedAt: now,
  };
}

export function revokeSignInToken(call: Call, id: string): SignInToken {
  return revoke(call, call.store.signInTokens, id, "sign_in_token", "Sign in token");
}

export function revokeActorToken(call: Call, id: string): ActorToken {
  return revoke(call, call.store.actorTokens, id, "actor_token", "Actor token");
}

function revoke<T extends SignInToken>(
  call: Call,
  tickets: Collection<T>,
  id: string,
  code: string,
  name: string,
): T {
  const ticket = tickets.get(id);
  if (!ticket) throw notFound(`No ${name.toLowerCase()} was found with id ${id}`);
  if (ticket.status !== "pending") {
    const message = `${name} cannot be revoked because its status is ${ticket.status}. Only pending tokens can be revoked.`;
    throw new ClerkError(400, `${code}_cannot_be_revoked_code`, message);
  }
  return tickets.put({ ...ticket, status: "revoked", updatedAt: call.clock.tick() });
}

/** What a ticket that was shown is good for. */
export interface PersonalTicket {
  userId: string;
  /** Set when somebody else is to sign in as the user. */
  impersonation: Impersonation | null;
  /** After this it is good for nothing. */
  spend(): void;
}

/**
 * A sign-in token or an actor token, still good; null when the ticket is neither.
 * @throws ClerkError when it was used, revoked, or is too old
 */
export function openTicket(call: Call, ticket: string): PersonalTicket | null {
  const { signInTokens, actorTokens } = call.store;
  const actorToken = actorTokens.find((one) => one.token === ticket);
  if (actorToken) {
    checkUsable(call, actorToken, "actor_token", "actor token");
    const { userId, actor, sessionSeconds } = actorToken;
    const spend = () => accept(call, actorTokens, actorToken);
    return { userId, impersonation: { actor, seconds: sessionSeconds }, spend };
  }
  const signInToken = signInTokens.find((one) => one.token === ticket);
  if (!signInToken) return null;
  checkUsable(call, signInToken, "sign_in_token", "sign in token");
  const spend = () => accept(call, signInTokens, signInToken);
  return { userId: signInToken.userId, impersonation: null, spend };
}

function accept<T extends SignInToken>(call: Call, tickets: Collection<T>, ticket: T): void {
  tickets.put({ ...ticket, status: "accepted", updatedAt: call.clock.tick() });
}

function checkUsable(call: Call, ticket: SignInToken, code: string, name: string): void {
  if (ticket.status === "accepted") {
    const message = `This ${name} has already been used. Each token can only be used once.`;
    throw new ClerkError(400, `${code}_already_used_code`, message);
  }
  if (ticket.status === "revoked") {
    const message = `This ${name} has been revoked and cannot be used anymore.`;
    throw new ClerkError(400, `${code}_revoked_code`, message);
  }
  if (ticket.expiresAt <= call.clock.now()) {
    throw new ClerkError(400, "ticket_expired_code", "This ticket has expired.");
  }
}

export function invalidTicket(): ClerkError {
  return new ClerkError(400, "ticket_invalid_code", "Ticket is invalid.");
}
