import { isDeepStrictEqual } from "node:util";
import type { Call, Instance } from "../instance.ts";
import { parseSeed, checkSeed } from "./problems.ts";
import { seedJwtTemplate } from "./jwt-templates.ts";
import { seedOrganization } from "./organizations.ts";
import { newPasswordHashes, seedUser } from "./users.ts";

export interface Count {
  created: number;
  changed: number;
  unchanged: number;
}

export type Outcome = keyof Count;

export interface SeedReport {
  settings: "changed" | "unchanged";
  jwtTemplates: Count;
  users: Count;
  organizations: Count;
  memberships: Count;
  invitations: Count;
}

/**
 * Makes what a seed names, and changes what differs from it. Applied again it does nothing; what it does not name, it
 * leaves alone.
 * @throws SeedError before anything is changed
 */
export async function applySeed(instance: Instance, content: unknown): Promise<SeedReport> {
  const seed = parseSeed(content);
  await checkSeed(instance, seed);
  const hashes = await newPasswordHashes(instance, seed.users);
  // From here on nothing waits, so that a crash keeps either all of it or none.
  const call = makeSeedCall(instance);
  const count = (): Count => ({ created: 0, changed: 0, unchanged: 0 });
  const report: SeedReport = {
    settings: changeSettings(instance, seed.settings),
    jwtTemplates: count(),
    users: count(),
    organizations: count(),
    memberships: count(),
    invitations: count(),
  };
  for (const one of seed.jwtTemplates) report.jwtTemplates[seedJwtTemplate(call, one)]++;
  for (const [at, user] of seed.users.entries()) {
    report.users[seedUser(call, user, hashes[at] ?? null)]++;
  }
  for (const organization of seed.organizations) {
    seedOrganization(call, organization, (kind, outcome) => report[kind][outcome]++);
  }
  return report;
}

/** Nobody asks: the seed acts for the instance itself. */
function makeSeedCall(instance: Instance): Call {
  return {
    ...instance,
    origin: null,
    publicUrl: instance.config.url,
    clientIp: "127.0.0.1",
    userAgent: "",
  };
}

function changeSettings(instance: Instance, patch: unknown): "changed" | "unchanged" {
  const before = instance.settings.all();
  if (isDeepStrictEqual(instance.settings.preview(patch), before)) return "unchanged";
  instance.settings.change(patch);
  return "changed";
}
