import { createUser, findUserByEmail, newEmail, updateUser, verifiedBy } from "../domain/users.ts";
import type { Call, Instance } from "../instance.ts";
import type { User } from "../model/users.ts";
import { hashPassword, verifyPassword } from "../passwords.ts";
import type { Outcome } from "./apply.ts";
import { differences } from "./differences.ts";
import type { SeedUser } from "./schema.ts";

/** For each user the hash that is to be stored; null where the password is the right one already, or not given. */
export function newPasswordHashes(
  instance: Instance,
  users: readonly SeedUser[],
): Promise<(string | null)[]> {
  return Promise.all(
    users.map(async ({ emailAddresses, password, passwordHash }) => {
      const existing = findUserByEmail(instance, emailAddresses[0] ?? "")?.passwordHash ?? null;
      if (passwordHash !== undefined) return passwordHash === existing ? null : passwordHash;
      if (password === undefined || (await verifyPassword(password, existing))) return null;
      return hashPassword(password);
    }),
  );
}

/** A user is known by the first of its addresses. */
export function seedUser(call: Call, seed: SeedUser, newHash: string | null): Outcome {
  const user = findUserByEmail(call, seed.emailAddresses[0] ?? "");
  const { firstName, lastName, externalId } = seed;
  const { publicMetadata, privateMetadata, unsafeMetadata } = seed;
  const fields = {
    firstName,
    lastName,
    externalId,
    publicMetadata,
    privateMetadata,
    unsafeMetadata,
  };
  if (!user) {
    createUser(call, {
      ...fields,
      emailAddresses: seed.emailAddresses,
      passwordHash: newHash,
    });
    return "created";
  }
  const changes = differences<User>(user, fields);
  if (newHash !== null) {
    changes.passwordHash = newHash;
    changes.passwordUpdatedAt = call.clock.now();
  }
  const has = new Set(user.emails.map((one) => one.emailAddress));
  const missing = seed.emailAddresses.filter((one) => !has.has(one));
  if (missing.length > 0) {
    const verification = verifiedBy("admin", call.clock.now());
    const added = missing.map((one) => newEmail(call, one, verification));
    changes.emails = [...user.emails, ...added];
  }
  if (Object.keys(changes).length === 0) return "unchanged";
  updateUser(call, user, changes);
  return "changed";
}
