import { ATTEMPT_LIFETIME_MS } from "../config.ts";
import { formError, unknownStrategy } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call } from "../instance.ts";
import type { SignIn } from "../model/attempts.ts";
import type { Client } from "../model/sessions.ts";
import { primaryEmail } from "../serialize/user.ts";
import { acceptInvitation, checkPending, findInvitationByTicket } from "./invitations.ts";
import { checkNotLocked } from "./lockout.ts";
import { checkMaySignIn } from "./sessions.ts";
import { checkNotBanned, complete, finish, keep } from "./sign-in-completion.ts";
import { attemptPassword } from "./sign-in-factors.ts";
import { invalidTicket, openTicket } from "./tickets.ts";
import { findUserByEmail, getUser, verifiedBy } from "./users.ts";

export interface SignInFields {
  identifier?: string | null;
  password?: string | null;
  ticket?: string | null;
  strategy?: string | null;
}

/** Strategies that a sign-in may start with. */
const STARTS = ["password", "ticket", "email_code", "reset_password_email_code"];

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
    secondFactor: null,
    organizationId: null,
    createdSessionId: null,
    abandonAt: call.clock.now() + ATTEMPT_LIFETIME_MS,
  };
  if (fields.strategy && !STARTS.includes(fields.strategy)) throw unknownStrategy(fields.strategy);
  if (fields.ticket) return signInByTicket(call, client, empty, fields.ticket);
  if (!fields.identifier) return keep(call, client, empty);
  const user = findUserByEmail(call, fields.identifier);
  if (!user) {
    const message = "Couldn't find your account.";
    throw formError("form_identifier_not_found", message, "identifier");
  }
  checkMaySignIn(call, client, user.id);
  checkNotLocked(call, user);
  const signIn = keep(call, client, {
    ...empty,
    status: "needs_first_factor",
    identifier: fields.identifier.trim(),
    userId: user.id,
  });
  if (!fields.password) return signIn;
  return attemptPassword(call, client, signIn, fields.password);
}

function signInByTicket(call: Call, client: Client, signIn: SignIn, ticket: string): SignIn {
  const firstFactor = verifiedBy("ticket", call.clock.now());
  const personal = openTicket(call, ticket);
  if (personal) {
    const user = getUser(call, personal.userId);
    checkMaySignIn(call, client, user.id);
    checkNotBanned(user);
    checkNotLocked(call, user);
    personal.spend();
    const identifier = primaryEmail(user)?.emailAddress ?? null;
    const proven = { ...signIn, userId: user.id, identifier, firstFactor };
    // Whoever has the secret key vouches for the person: no second factor is asked for.
    return complete(call, client, proven, personal.impersonation);
  }
  const invitation = findInvitationByTicket(call, ticket);
  if (!invitation) throw invalidTicket();
  checkPending(call, invitation);
  const user = findUserByEmail(call, invitation.emailAddress);
  if (!user) {
    const message = "Couldn't find your account.";
    throw formError("form_identifier_not_found", message, "identifier");
  }
  checkMaySignIn(call, client, user.id);
  checkNotBanned(user);
  checkNotLocked(call, user);
  acceptInvitation(call, invitation, user);
  const { organizationId, emailAddress: identifier } = invitation;
  return finish(call, client, {
    ...signIn,
    userId: user.id,
    identifier,
    firstFactor,
    organizationId,
  });
}
