import { addJwtTemplate, checkJwtTemplate } from "../domain/jwt-templates.ts";
import { ClerkError } from "../errors.ts";
import type { Call, Instance } from "../instance.ts";
import type { JwtTemplate } from "../model/jwt-templates.ts";
import type { Outcome } from "./apply.ts";
import { differences } from "./differences.ts";
import type { SeedJwtTemplate } from "./schema.ts";

/** What is wrong with a template, or null. A template is known by its name. */
export async function templateProblem(
  instance: Instance,
  seed: SeedJwtTemplate,
): Promise<string | null> {
  const existing = named(instance, seed.name);
  try {
    await checkJwtTemplate(instance, seed, existing?.id ?? null);
    return null;
  } catch (error) {
    if (!(error instanceof ClerkError)) throw error;
    return error.message;
  }
}

/** For one that was checked before. */
export function seedJwtTemplate(call: Call, seed: SeedJwtTemplate): Outcome {
  const existing = named(call, seed.name);
  if (!existing) {
    addJwtTemplate(call, seed);
    return "created";
  }
  const changes = differences<JwtTemplate>(existing, seed);
  if (Object.keys(changes).length === 0) return "unchanged";
  call.store.jwtTemplates.put({ ...existing, ...changes, updatedAt: call.clock.tick() });
  return "changed";
}

function named(instance: Pick<Instance, "store">, name: string): JwtTemplate | undefined {
  return instance.store.jwtTemplates.find((one) => one.name === name);
}
