import { forbidden, missingParam, notFound } from "../errors.ts";
import type { Call } from "../instance.ts";
import type { SignIn } from "../model/attempts.ts";
import type { Client } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { checkNotLocked, forgetFailures } from "./lockout.ts";
import { secondFactorsOf } from "./second-factors.ts";
import { checkMaySignIn, type Impersonation, startSession } from "./sessions.ts";
import { getUser } from "./users.ts";

/** Keeps the attempt on the client, so that reloading the page in the middle of it goes on. */
export function keep(call: Call, client: Client, signIn: SignIn): SignIn {
  call.store.clients.put({
    ...(call.store.clients.get(client.id) ?? client),
    signInId: signIn.id,
  });
  return call.store.signIns.put(signIn);
}

/** After the first factor: done, unless the person has a second one. */
export function finish(call: Call, client: Client, signIn: SignIn): SignIn {
  const user = userOf(call, signIn);
  checkNotBanned(user);
  if (secondFactorsOf(user).length === 0) return complete(call, client, signIn);
  return keep(call, client, { ...signIn, status: "needs_second_factor", secondFactor: null });
}

export function complete(
  call: Call,
  client: Client,
  signIn: SignIn,
  impersonation: Impersonation | null = null,
): SignIn {
  const user = userOf(call, signIn);
  checkNotBanned(user);
  checkNotLocked(call, user);
  checkMaySignIn(call, client, user.id);
  forgetFailures(call, user);
  const strategy = signIn.firstFactor?.strategy === "password" ? "password" : "email_code";
  const session = startSession(call, client, user.id, {
    organizationId: signIn.organizationId ?? null,
    strategy,
    impersonation,
    secondFactor: signIn.secondFactor?.status === "verified",
  });
  return call.store.signIns.put({ ...signIn, status: "complete", createdSessionId: session.id });
}

export function checkNotBanned(user: User): void {
  if (user.banned) throw forbidden("user_banned", "Your account has been banned.");
}

export function userOf(call: Call, signIn: SignIn): User {
  if (!signIn.userId) throw missingParam("identifier");
  return getUser(call, signIn.userId);
}

export function getSignIn(call: Call, client: Client, id: string): SignIn {
  const signIn = call.store.signIns.get(id);
  if (signIn?.clientId !== client.id) throw notFound("Sign in attempt not found");
  return signIn;
}
