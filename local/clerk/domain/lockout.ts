import { forbidden } from "../errors.ts";
import type { Call } from "../instance.ts";
import type { User } from "../model/users.ts";
import { getUser, updateUser } from "./users.ts";

type View = Pick<Call, "clock" | "settings">;

export function isLocked(view: Pick<View, "clock">, user: User): boolean {
  return (user.lockedUntil ?? 0) > view.clock.now();
}

export function lockedForSeconds(view: Pick<View, "clock">, user: User): number | null {
  if (!isLocked(view, user)) return null;
  return Math.ceil(((user.lockedUntil ?? 0) - view.clock.now()) / 1000);
}

/** How often the person may still be wrong. A lock that has run out leaves nothing behind. */
export function attemptsRemaining(view: View, user: User): number {
  const { attempts } = view.settings.instance.lockout;
  if (isLocked(view, user)) return 0;
  return Math.max(0, attempts - failures(view, user));
}

function failures(view: Pick<View, "clock">, user: User): number {
  const lockIsOver = user.lockedUntil != null && !isLocked(view, user);
  return lockIsOver ? 0 : (user.failedAttempts ?? 0);
}

/** @throws ClerkError that the components show as a page of its own */
export function checkNotLocked(call: Call, user: User): void {
  const seconds = lockedForSeconds(call, user);
  if (seconds === null) return;
  const message = `Your account is locked. You will be able to try again in ${waiting(seconds)}.`;
  throw forbidden("user_locked", message, { lockout_expires_in_seconds: seconds });
}

function waiting(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/**
 * Counts a wrong password or code.
 * @throws ClerkError when it was one too many; the user is then locked
 */
export function countFailure(call: Call, user: User): void {
  const now = getUser(call, user.id);
  const failed = failures(call, now) + 1;
  // One wrong code is no change of the user, so no user.updated goes out.
  const counted = call.store.users.put({ ...now, failedAttempts: failed, lockedUntil: null });
  if (failed < call.settings.instance.lockout.attempts) return;
  checkNotLocked(call, lockUser(call, counted));
}

/** After a sign-in the count starts again. */
export function forgetFailures(call: Call, user: User): void {
  const now = getUser(call, user.id);
  if (!now.failedAttempts && now.lockedUntil == null) return;
  call.store.users.put({ ...now, failedAttempts: 0, lockedUntil: null });
}

export function lockUser(call: Call, user: User): User {
  const { durationMinutes } = call.settings.instance.lockout;
  return updateUser(call, user, { lockedUntil: call.clock.now() + durationMinutes * 60_000 });
}

export function unlockUser(call: Call, user: User): User {
  return updateUser(call, user, { lockedUntil: null, failedAttempts: 0 });
}
