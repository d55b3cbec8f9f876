import { ATTEMPT_LIFETIME_MS } from "../config.ts";
import { missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call } from "../instance.ts";
import type { SignUp } from "../model/attempts.ts";
import type { Metadata } from "../model/metadata.ts";
import type { Client } from "../model/sessions.ts";
import { checkPassword, hashPassword } from "../passwords.ts";
import {
  acceptApplicationInvitation,
  findApplicationInvitation,
} from "./application-invitations.ts";
import { sendCode, tryCode } from "./codes.ts";
import {
  acceptInvitation,
  checkAcceptable,
  checkPending,
  findInvitationByTicket,
} from "./invitations.ts";
import { checkMaySignUp } from "./restrictions.ts";
import { checkMaySignIn, startSession } from "./sessions.ts";
import { invalidTicket } from "./tickets.ts";
import { checkNewEmail, checkNewExternalId, createUser, verifiedBy } from "./users.ts";

export interface SignUpFields {
  emailAddress?: string | null;
  password?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  unsafeMetadata?: Metadata;
  ticket?: string | null;
}

export function missingFields(signUp: SignUp): ("email_address" | "password")[] {
  const missing: ("email_address" | "password")[] = [];
  if (!signUp.emailAddress) missing.push("email_address");
  if (!signUp.passwordHash) missing.push("password");
  return missing;
}

export function unverifiedFields(signUp: SignUp): "email_address"[] {
  if (!signUp.emailAddress || signUp.verification?.status === "verified") return [];
  return ["email_address"];
}

export async function createSignUp(
  call: Call,
  client: Client,
  fields: SignUpFields,
): Promise<SignUp> {
  const empty: SignUp = {
    id: newId("sua"),
    clientId: client.id,
    status: "missing_requirements",
    emailAddress: null,
    passwordHash: null,
    firstName: null,
    lastName: null,
    unsafeMetadata: {},
    verification: null,
    invitationId: null,
    createdUserId: null,
    createdSessionId: null,
    abandonAt: call.clock.now() + ATTEMPT_LIFETIME_MS,
  };
  const passwordHash = await hashNewPassword(call, empty, fields);
  const signUp = fill(call, empty, fields, passwordHash);
  call.store.signUps.put(signUp);
  call.store.clients.put({ ...current(call, client), signUpId: signUp.id });
  return complete(call, client, signUp);
}

export async function updateSignUp(
  call: Call,
  client: Client,
  signUp: SignUp,
  fields: SignUpFields,
): Promise<SignUp> {
  const passwordHash = await hashNewPassword(call, signUp, fields);
  // Read again: codes may have been tried while the password was hashed, and they count.
  const filled = fill(call, getSignUp(call, client, signUp.id), fields, passwordHash);
  return complete(call, client, call.store.signUps.put(filled));
}

/** null when none was sent. @throws when anything else that was sent cannot be, which is worth no hashing */
async function hashNewPassword(
  call: Call,
  signUp: SignUp,
  fields: SignUpFields,
): Promise<string | null> {
  fill(call, signUp, fields, null);
  if (!fields.password) return null;
  checkPassword(fields.password);
  return hashPassword(fields.password);
}

function fill(
  call: Call,
  signUp: SignUp,
  fields: SignUpFields,
  passwordHash: string | null,
): SignUp {
  let next = { ...signUp };
  if (fields.ticket) next = acceptTicket(call, next, fields.ticket);
  if (fields.emailAddress) {
    const emailAddress = checkNewEmail(call, fields.emailAddress);
    if (emailAddress !== next.emailAddress) {
      checkMaySignUp(call, emailAddress);
      // An invitation is for the address that it was sent to.
      next = { ...next, emailAddress, verification: null, invitationId: null };
    }
  }
  if (passwordHash) next.passwordHash = passwordHash;
  if (fields.firstName !== undefined) next.firstName = fields.firstName;
  if (fields.lastName !== undefined) next.lastName = fields.lastName;
  if (fields.unsafeMetadata) next.unsafeMetadata = fields.unsafeMetadata;
  return next;
}

/** An invitation proves the address that it was sent to. */
function acceptTicket(call: Call, signUp: SignUp, ticket: string): SignUp {
  const invitation =
    findInvitationByTicket(call, ticket) ?? findApplicationInvitation(call, ticket);
  if (!invitation) throw invalidTicket();
  checkPending(call, invitation);
  return {
    ...signUp,
    emailAddress: checkNewEmail(call, invitation.emailAddress),
    verification: verifiedBy("ticket", call.clock.now()),
    invitationId: invitation.id,
  };
}

export function prepareSignUp(call: Call, signUp: SignUp): SignUp {
  if (!signUp.emailAddress) throw missingParam("email_address");
  const verification = sendCode(call, signUp.emailAddress, "email_code");
  return call.store.signUps.put({ ...signUp, verification });
}

export function attemptSignUp(
  call: Call,
  client: Client,
  signUp: SignUp,
  code: string | null,
): SignUp {
  const { next, error } = tryCode(call, signUp.verification, "email_code", code);
  const tried = call.store.signUps.put({ ...signUp, verification: next });
  if (error) throw error;
  return complete(call, client, tried);
}

/** Makes the user once nothing is missing any more. */
function complete(call: Call, client: Client, signUp: SignUp): SignUp {
  if (signUp.status === "complete" || !signUp.emailAddress) return signUp;
  if (missingFields(signUp).length > 0 || unverifiedFields(signUp).length > 0) return signUp;
  checkMaySignIn(call, client, null);
  // Somebody else may have got it since.
  if (signUp.externalId) checkNewExternalId(call, signUp.externalId);
  const toApplication = call.store.applicationInvitations.get(signUp.invitationId ?? "");
  const invitation = call.store.invitations.get(signUp.invitationId ?? "");
  // Before anything is made: the invitation may have been used or taken back since the sign-up began.
  if (toApplication) checkPending(call, toApplication);
  if (invitation) checkAcceptable(call, invitation);
  const user = createUser(call, {
    emailAddresses: [signUp.emailAddress],
    passwordHash: signUp.passwordHash,
    firstName: signUp.firstName,
    lastName: signUp.lastName,
    unsafeMetadata: signUp.unsafeMetadata,
    externalId: signUp.externalId ?? null,
    publicMetadata: toApplication?.publicMetadata ?? {},
    strategy: signUp.invitationId ? "ticket" : "email_code",
  });
  if (toApplication) acceptApplicationInvitation(call, toApplication);
  if (invitation) acceptInvitation(call, invitation, user);
  const session = startSession(call, client, user.id, {
    organizationId: invitation?.organizationId ?? null,
    strategy: "email_code",
  });
  return call.store.signUps.put({
    ...signUp,
    status: "complete",
    passwordHash: null,
    createdUserId: user.id,
    createdSessionId: session.id,
  });
}

export function getSignUp(call: Call, client: Client, id: string): SignUp {
  const signUp = call.store.signUps.get(id);
  if (signUp?.clientId !== client.id) throw notFound("Sign up attempt not found");
  return signUp;
}

function current(call: Call, client: Client): Client {
  return call.store.clients.get(client.id) ?? client;
}
