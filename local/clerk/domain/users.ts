import { formError, invalidParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import { dropImagesOf } from "../images.ts";
import type { Call, Instance } from "../instance.ts";
import type { Metadata } from "../model/metadata.ts";
import type { EmailAddress, User } from "../model/users.ts";
import type { Verification } from "../model/verification.ts";
import { emitUser, emitUserDeleted } from "../webhooks/events.ts";
import { deleteApiKeysOf } from "./api-keys.ts";
import { enroll } from "./enrollment.ts";
import { dropMembership } from "./memberships.ts";
import { endSessionsOf } from "./sessions.ts";

export function getUser(instance: Pick<Instance, "store">, id: string): User {
  const user = instance.store.users.get(id);
  if (!user) throw notFound(`No user was found with id ${id}`);
  return user;
}

export function normalizeEmail(emailAddress: string): string {
  return emailAddress.trim().toLowerCase();
}

/** Whose verified address this is. */
export function findUserByEmail(
  instance: Pick<Instance, "store">,
  emailAddress: string,
): User | undefined {
  const wanted = normalizeEmail(emailAddress);
  return instance.store.users.find((user) =>
    user.emails.some((one) => one.emailAddress === wanted && isVerified(one)),
  );
}

export function isVerified(email: EmailAddress): boolean {
  return email.verification?.status === "verified";
}

/** @throws unless it is an address that nobody has */
export function checkNewEmail(call: Call, emailAddress: string): string {
  const normal = normalizeEmail(emailAddress);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(normal)) {
    throw invalidParam("email_address", "Email address must be a valid email address.");
  }
  if (findUserByEmail(call, normal)) {
    const message = "That email address is taken. Please try another.";
    throw formError("form_identifier_exists", message, "email_address");
  }
  return normal;
}

export interface NewUser {
  emailAddresses: readonly string[];
  passwordHash: string | null;
  firstName?: string | null;
  lastName?: string | null;
  externalId?: string | null;
  publicMetadata?: Metadata;
  privateMetadata?: Metadata;
  unsafeMetadata?: Metadata;
  strategy?: "admin" | "email_code" | "ticket";
  banned?: boolean;
  /** When the person came to wherever they came from; now, unless told otherwise. */
  createdAt?: number;
}

/** The addresses count as verified: whoever calls this has seen to it, or is an administrator. */
export function createUser(call: Call, input: NewUser): User {
  const addresses = input.emailAddresses.map((one) => checkNewEmail(call, one));
  const now = call.clock.tick();
  const emails = addresses.map((emailAddress) =>
    newEmail(call, emailAddress, verifiedBy(input.strategy ?? "admin", now)),
  );
  const user = call.store.users.put({
    id: newId("user"),
    emails,
    primaryEmailId: emails[0]?.id ?? null,
    // The sign-up form posts empty names even where it does not show the fields.
    firstName: input.firstName || null,
    lastName: input.lastName || null,
    passwordHash: input.passwordHash,
    passwordUpdatedAt: input.passwordHash ? now : null,
    publicMetadata: input.publicMetadata ?? {},
    privateMetadata: input.privateMetadata ?? {},
    unsafeMetadata: input.unsafeMetadata ?? {},
    externalId: input.externalId ?? null,
    banned: input.banned ?? false,
    lastSignInAt: null,
    lastActiveAt: now,
    createdAt: input.createdAt ?? now,
    updatedAt: now,
  });
  emitUser(call, "user.created", user);
  enroll(call, user);
  return user;
}

/** @throws ClerkError when somebody else has it */
export function checkNewExternalId(
  call: Pick<Call, "store">,
  externalId: string,
  ownId?: string,
): void {
  const taken = call.store.users.find((one) => one.externalId === externalId && one.id !== ownId);
  if (!taken) return;
  const message = "That external id is taken. Please try another.";
  throw formError("form_identifier_exists", message, "external_id");
}

export function newEmail(
  call: Call,
  emailAddress: string,
  verification: Verification | null,
): EmailAddress {
  const now = call.clock.tick();
  return { id: newId("idn"), emailAddress, verification, createdAt: now, updatedAt: now };
}

export function verifiedBy(strategy: string, now: number): Verification {
  return { strategy, status: "verified", attempts: 1, expireAt: now, code: null };
}

export function updateUser(
  call: Call,
  user: User,
  changes: Partial<Omit<User, "id" | "createdAt" | "updatedAt">>,
): User {
  // Read again: a password takes a while to hash, and the user may have changed or gone meanwhile.
  const now = getUser(call, user.id);
  const changed = call.store.users.put({ ...now, ...changes, updatedAt: call.clock.tick() });
  emitUser(call, "user.updated", changed);
  enroll(call, changed);
  return changed;
}

export function banUser(call: Call, user: User): User {
  const banned = updateUser(call, user, { banned: true });
  endSessionsOf(call, user.id, "revoked");
  return banned;
}

export function deleteUser(call: Call, user: User): void {
  for (const membership of call.store.memberships.filter((one) => one.userId === user.id)) {
    dropMembership(call, membership);
  }
  endSessionsOf(call, user.id, "removed");
  for (const session of call.store.sessions.filter((one) => one.userId === user.id)) {
    call.store.sessions.delete(session.id);
  }
  for (const table of [call.store.suggestions, call.store.membershipRequests]) {
    for (const one of table.values()) if (one.userId === user.id) table.delete(one.id);
  }
  deleteApiKeysOf(call, user.id);
  dropImagesOf(call, user.id);
  call.store.users.delete(user.id);
  emitUserDeleted(call, user);
}

/** Deep merge, as Clerk does it: null takes a key away. */
export function mergeMetadata(old: Metadata, patch: Metadata): Metadata {
  const merged = new Map(Object.entries(old));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isObject(value)) merged.set(key, mergeMetadata(isObject(before) ? before : {}, value));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
