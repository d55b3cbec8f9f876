import { ATTEMPT_LIFETIME_MS } from "../config.ts";
import { ClerkError, forbidden, formError, missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call } from "../instance.ts";
import type { SignIn } from "../model/attempts.ts";
import type { Client } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import type { Verification } from "../model/verification.ts";
import { checkPassword, hashPassword, verifyPassword } from "../passwords.ts";
import { primaryEmail } from "../serialize/user.ts";
import { sendCode, tryCode } from "./codes.ts";
import { acceptInvitation, checkPending, findInvitationByTicket } from "./invitations.ts";
import { endSessionsOf, startSession } from "./sessions.ts";
import { findUserByEmail, getUser, updateUser, verifiedBy } from "./users.ts";

export interface SignInFields {
  identifier?: string | null;
  password?: string | null;
  ticket?: string | null;
}

export async function createSignIn(
  call: Call,
  client: Client,
  fields: SignInFields,
): Promise<SignIn> {
  const empty: SignIn = {
    id: newId("sia"),
    clientId: client.id,
    status: "needs_identifier",
    identifier: null,
    userId: null,
    firstFactor: null,
    createdSessionId: null,
    abandonAt: call.clock.now() + ATTEMPT_LIFETIME_MS,
  };
  if (fields.ticket) return signInByTicket(call, client, empty, fields.ticket);
  if (!fields.identifier) return keep(call, client, empty);
  const user = findUserByEmail(call, fields.identifier);
  if (!user) {
    const message = "Couldn't find your account.";
    throw formError("form_identifier_not_found", message, "identifier");
  }
  const signIn = keep(call, client, {
    ...empty,
    status: "needs_first_factor",
    identifier: fields.identifier.trim(),
    userId: user.id,
  });
  if (!fields.password) return signIn;
  return attemptPassword(call, client, signIn, fields.password);
}

/** Keeps the attempt on the client, so that reloading the page in the middle of it goes on. */
function keep(call: Call, client: Client, signIn: SignIn): SignIn {
  call.store.clients.put({
    ...(call.store.clients.get(client.id) ?? client),
    signInId: signIn.id,
  });
  return call.store.signIns.put(signIn);
}

function signInByTicket(call: Call, client: Client, signIn: SignIn, ticket: string): SignIn {
  const firstFactor = verifiedBy("ticket", call.clock.now());
  const token = call.store.signInTokens.find((one) => one.token === ticket);
  if (token) {
    if (token.status !== "pending") throw ticketError("ticket_invalid", "already been used");
    if (token.expiresAt < call.clock.now()) throw ticketError("ticket_expired", "expired");
    const now = call.clock.tick();
    call.store.signInTokens.put({ ...token, status: "accepted", updatedAt: now });
    const user = getUser(call, token.userId);
    const identifier = primaryEmail(user)?.emailAddress ?? null;
    return finish(call, client, { ...signIn, userId: user.id, identifier, firstFactor });
  }
  const invitation = findInvitationByTicket(call, ticket);
  if (!invitation) throw new ClerkError(400, "ticket_invalid", "Ticket is invalid.");
  checkPending(call, invitation);
  const user = findUserByEmail(call, invitation.emailAddress);
  if (!user) {
    const message = "Couldn't find your account.";
    throw formError("form_identifier_not_found", message, "identifier");
  }
  checkNotBanned(user);
  acceptInvitation(call, invitation, user);
  const identifier = invitation.emailAddress;
  const proven = { ...signIn, userId: user.id, identifier, firstFactor };
  return finish(call, client, proven, invitation.organizationId);
}

function ticketError(code: string, state: string): ClerkError {
  return new ClerkError(400, code, `This ticket has ${state}.`);
}

export function prepareFirstFactor(
  call: Call,
  signIn: SignIn,
  strategy: string,
  emailAddressId: string | null,
): SignIn {
  if (strategy !== "email_code" && strategy !== "reset_password_email_code") {
    throw formError("strategy_for_user_invalid", `${strategy} is not available.`, "strategy");
  }
  const user = userOf(call, signIn);
  const email = user.emails.find((one) => one.id === emailAddressId) ?? primaryEmail(user);
  if (!email) throw missingParam("email_address_id");
  const firstFactor = sendCode(call, email.emailAddress, strategy);
  return call.store.signIns.put({ ...signIn, firstFactor });
}

export async function attemptFirstFactor(
  call: Call,
  client: Client,
  signIn: SignIn,
  attempt: { strategy: string; password: string | null; code: string | null },
): Promise<SignIn> {
  if (attempt.strategy === "password") {
    return attemptPassword(call, client, signIn, attempt.password ?? "");
  }
  const { next, error } = tryCode(call, signIn.firstFactor, attempt.strategy, attempt.code);
  const tried = call.store.signIns.put({ ...signIn, firstFactor: next });
  if (error) throw error;
  if (attempt.strategy === "reset_password_email_code") {
    return call.store.signIns.put({ ...tried, status: "needs_new_password" });
  }
  return finish(call, client, tried);
}

async function attemptPassword(
  call: Call,
  client: Client,
  signIn: SignIn,
  password: string,
): Promise<SignIn> {
  const user = userOf(call, signIn);
  if (!(await verifyPassword(password, user.passwordHash))) {
    const message = "Password is incorrect. Try again, or use another method.";
    throw formError("form_password_incorrect", message, "password");
  }
  const firstFactor: Verification = verifiedBy("password", call.clock.now());
  return finish(call, client, { ...signIn, firstFactor });
}

export async function resetPassword(
  call: Call,
  client: Client,
  signIn: SignIn,
  password: string,
  signOutOthers: boolean,
): Promise<SignIn> {
  if (signIn.status !== "needs_new_password") {
    throw new ClerkError(400, "verification_missing", "Verify the reset code first.");
  }
  checkPassword(password);
  const passwordHash = await hashPassword(password);
  const user = userOf(call, signIn);
  updateUser(call, user, { passwordHash, passwordUpdatedAt: call.clock.now() });
  if (signOutOthers) endSessionsOf(call, user.id, "revoked");
  return finish(call, client, signIn);
}

function finish(
  call: Call,
  client: Client,
  signIn: SignIn,
  organizationId: string | null = null,
): SignIn {
  const user = userOf(call, signIn);
  checkNotBanned(user);
  const strategy = signIn.firstFactor?.strategy === "password" ? "password" : "email_code";
  const session = startSession(call, client, user.id, { organizationId, strategy });
  return call.store.signIns.put({ ...signIn, status: "complete", createdSessionId: session.id });
}

function checkNotBanned(user: User): void {
  if (user.banned) throw forbidden("user_banned", "Your account has been banned.");
}

function userOf(call: Call, signIn: SignIn): User {
  if (!signIn.userId) throw missingParam("identifier");
  return getUser(call, signIn.userId);
}

export function getSignIn(call: Call, client: Client, id: string): SignIn {
  const signIn = call.store.signIns.get(id);
  if (signIn?.clientId !== client.id) throw notFound("Sign in attempt not found");
  return signIn;
}
