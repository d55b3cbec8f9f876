import { ATTEMPT_LIFETIME_MS } from "../config.ts";
import { ClerkError, unknownStrategy } from "../errors.ts";
import type { Call } from "../instance.ts";
import type { Level, Reverification } from "../model/reverifications.ts";
import type { Session } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import type { Verification } from "../model/verification.ts";
import { sendCode, tryCode } from "./codes.ts";
import { checkNotLocked, countFailure, forgetFailures } from "./lockout.ts";
import { secondFactorsOf } from "./second-factors.ts";
import { proveSecondFactor, provePassword, verifiedEmail } from "./sign-in-factors.ts";
import { getUser, verifiedBy } from "./users.ts";

/** Somebody who is signed in is asked once more who they are. The session goes on, whatever comes of it. */
export interface Reverified {
  session: Session;
  reverification: Reverification;
}

/** Without a second factor the first one stands in for it. */
export function startReverification(call: Call, session: Session, level: Level): Reverified {
  const second = level === "second_factor" && hasSecondFactor(getUser(call, session.userId));
  return keep(call, session, {
    status: second ? "needs_second_factor" : "needs_first_factor",
    level,
    firstFactor: null,
    secondFactor: null,
    abandonAt: call.clock.now() + ATTEMPT_LIFETIME_MS,
  });
}

export function prepareFirst(
  call: Call,
  session: Session,
  strategy: string,
  emailAddressId: string | null,
): Reverified {
  if (strategy !== "email_code") throw unknownStrategy(strategy);
  const { user, reverification } = waiting(call, session, "needs_first_factor");
  const { emailAddress } = verifiedEmail(user, emailAddressId);
  const firstFactor = sendCode(call, emailAddress, strategy);
  return keep(call, session, { ...reverification, firstFactor });
}

export async function attemptFirst(
  call: Call,
  session: Session,
  attempt: { strategy: string; password: string | null; code: string | null },
): Promise<Reverified> {
  const { user, reverification } = waiting(call, session, "needs_first_factor");
  const { strategy } = attempt;
  if (strategy === "password") {
    await provePassword(call, user, attempt.password ?? "");
    // Another request may have used up the attempts, or ended the session, while the password was compared.
    const now = current(call, session);
    const { reverification: still } = waiting(call, now, "needs_first_factor");
    return firstIsProven(call, now, still, verifiedBy("password", call.clock.now()));
  }
  if (strategy !== "email_code") throw unknownStrategy(strategy);
  const { next, error } = tryCode(call, reverification.firstFactor, strategy, attempt.code);
  const tried = keep(call, session, { ...reverification, firstFactor: next });
  if (error) {
    if (error.code === "form_code_incorrect") countFailure(call, user);
    throw error;
  }
  return firstIsProven(call, tried.session, tried.reverification, next);
}

export async function attemptSecond(
  call: Call,
  session: Session,
  attempt: { strategy: string; code: string },
): Promise<Reverified> {
  const { user, reverification } = waiting(call, session, "needs_second_factor");
  const secondFactor = await proveSecondFactor(call, user, attempt, {
    before: reverification.secondFactor,
    expireAt: reverification.abandonAt,
    keep: (counted) => keep(call, session, { ...reverification, secondFactor: counted }),
  });
  const now = current(call, session);
  const { reverification: still } = waiting(call, now, "needs_second_factor");
  forgetFailures(call, user);
  const proven = { ...now, secondFactorAt: call.clock.now() };
  return keep(call, proven, { ...still, secondFactor, status: "complete" });
}

function firstIsProven(
  call: Call,
  session: Session,
  reverification: Reverification,
  firstFactor: Verification | null,
): Reverified {
  const user = getUser(call, session.userId);
  const another = reverification.level === "multi_factor" && hasSecondFactor(user);
  if (!another) forgetFailures(call, user);
  return keep(
    call,
    { ...session, firstFactorAt: call.clock.now() },
    { ...reverification, firstFactor, status: another ? "needs_second_factor" : "complete" },
  );
}

function keep(call: Call, session: Session, reverification: Reverification): Reverified {
  const { firstFactorAt, secondFactorAt = null } = session;
  const kept = call.store.sessions.put({
    ...current(call, session),
    firstFactorAt,
    secondFactorAt,
    reverification,
  });
  return { session: kept, reverification };
}

function current(call: Call, session: Session): Session {
  return call.store.sessions.get(session.id) ?? session;
}

/** @throws ClerkError unless the person is being asked for that very factor, and is not locked */
function waiting(
  call: Call,
  session: Session,
  status: Reverification["status"],
): { user: User; reverification: Reverification } {
  const { reverification } = session;
  if (reverification?.status !== status || reverification.abandonAt < call.clock.now()) {
    const message = "Start the verification of this factor first.";
    throw new ClerkError(400, "verification_missing", message);
  }
  const user = getUser(call, session.userId);
  checkNotLocked(call, user);
  return { user, reverification };
}

function hasSecondFactor(user: User): boolean {
  return secondFactorsOf(user).length > 0;
}
