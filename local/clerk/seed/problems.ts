import { z } from "zod";
import { findUserByEmail, isVerified } from "../domain/users.ts";
import { ClerkError } from "../errors.ts";
import type { Instance } from "../instance.ts";
import { checkPassword, isPasswordHash } from "../passwords.ts";
import type { AllSettings } from "../settings/settings.ts";
import { templateProblem } from "./jwt-templates.ts";
import { Seed } from "./schema.ts";

type Path = (string | number)[];

/** A seed that cannot be applied; nothing of it has been. */
export class SeedError extends Error {
  override readonly name = "SeedError";
  /** One each, beginning with the place in the file. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** Checks the form of a seed. @throws SeedError */
export function parseSeed(content: unknown): Seed {
  const parsed = Seed.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new SeedError(parsed.error.issues.map((one) => `${dotted(one.path)}: ${one.message}`));
}

function dotted(path: readonly PropertyKey[]): string {
  return z.core.toDotPath(path) || "the file";
}

/** Checks what a seed speaks of: names that repeat, people and roles that there are not. @throws SeedError */
export async function checkSeed(instance: Instance, seed: Seed): Promise<void> {
  const problems: string[] = [];
  const report = (path: Path, message: string) => problems.push(`${dotted(path)}: ${message}`);
  const settings = settingsAfter(instance, seed, report);
  const known = knownAddresses(instance, seed);
  checkUsers(instance, seed, report);
  await checkTemplates(instance, seed, report);
  const roles = new Set(settings?.instance.roles.map((role) => role.key));
  const checkRole = (path: Path, role: string | undefined) => {
    if (role !== undefined && settings && !roles.has(role)) {
      report([...path, "role"], `${role} is no role of this instance`);
    }
  };
  const checkKnown = (path: Path, emailAddress: string) => {
    if (!known.has(emailAddress)) report(path, `there is no user ${emailAddress}`);
  };
  reportRepeated(
    seed.organizations.map((one, at) => ({ key: one.slug, path: ["organizations", at, "slug"] })),
    report,
  );
  for (const [at, organization] of seed.organizations.entries()) {
    const path = ["organizations", at];
    if (organization.createdBy) checkKnown([...path, "createdBy"], organization.createdBy);
    for (const list of ["members", "invitations"] as const) {
      for (const [index, one] of organization[list].entries()) {
        checkRole([...path, list, index], one.role);
        if (list === "members")
          checkKnown([...path, list, index, "emailAddress"], one.emailAddress);
      }
      const keys = organization[list].map((one, index) => ({
        key: one.emailAddress,
        path: [...path, list, index, "emailAddress"],
      }));
      reportRepeated(keys, report);
    }
  }
  if (problems.length > 0) throw new SeedError(problems);
}

type Report = (path: Path, message: string) => void;

function settingsAfter(instance: Instance, seed: Seed, report: Report): AllSettings | null {
  try {
    return instance.settings.preview(seed.settings);
  } catch (error) {
    if (!(error instanceof ClerkError)) throw error;
    // It begins with the place below "settings".
    report(["settings"], error.message);
    return null;
  }
}

function knownAddresses(instance: Instance, seed: Seed): Set<string> {
  const existing = instance.store.users.values().flatMap((user) => user.emails);
  return new Set([
    ...existing.filter(isVerified).map((one) => one.emailAddress),
    ...seed.users.flatMap((user) => user.emailAddresses),
  ]);
}

function checkUsers(instance: Instance, seed: Seed, report: Report): void {
  const addresses = seed.users.flatMap((user, at) =>
    user.emailAddresses.map((key, index) => ({
      key,
      path: ["users", at, "emailAddresses", index],
    })),
  );
  reportRepeated(addresses, report);
  const externalIds = seed.users.flatMap((user, at) =>
    user.externalId ? [{ key: user.externalId, path: ["users", at, "externalId"] }] : [],
  );
  reportRepeated(externalIds, report);
  for (const [at, user] of seed.users.entries()) {
    const { password, passwordHash } = user;
    if (password !== undefined && passwordHash !== undefined) {
      report(["users", at], "has a password and a passwordHash; one is enough");
    }
    if (passwordHash !== undefined && !isPasswordHash(passwordHash)) {
      report(["users", at, "passwordHash"], "is no hash of this server's");
    }
    if (password !== undefined) checkPlain(["users", at, "password"], password, report);
    const owner = findUserByEmail(instance, user.emailAddresses[0] ?? "");
    for (const [index, emailAddress] of user.emailAddresses.entries()) {
      const other = findUserByEmail(instance, emailAddress);
      if (other && other.id !== owner?.id) {
        report(["users", at, "emailAddresses", index], "belongs to another user");
      }
    }
  }
}

async function checkTemplates(instance: Instance, seed: Seed, report: Report): Promise<void> {
  const keys = seed.jwtTemplates.map(({ name }, at) => ({
    key: name,
    path: ["jwtTemplates", at, "name"],
  }));
  reportRepeated(keys, report);
  for (const [at, template] of seed.jwtTemplates.entries()) {
    const problem = await templateProblem(instance, template);
    if (problem !== null) report(["jwtTemplates", at], problem);
  }
}

function checkPlain(path: Path, password: string, report: Report): void {
  try {
    checkPassword(password);
  } catch (error) {
    if (!(error instanceof ClerkError)) throw error;
    report(path, error.message);
  }
}

function reportRepeated(keys: readonly { key: string; path: Path }[], report: Report): void {
  const seen = new Set<string>();
  for (const { key, path } of keys) {
    if (seen.has(key)) report(path, `${key} is there twice`);
    seen.add(key);
  }
}
