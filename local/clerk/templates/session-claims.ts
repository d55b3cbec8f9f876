import type { z } from "zod";
import { ClerkError } from "../errors.ts";
import { checkClaims, fillClaims, type Sources } from "./shortcodes.ts";

/** What a session token says beyond Clerk's own claims, unless it is set otherwise. */
export const SESSION_CLAIMS = { metadata: { role: "{{user.public_metadata.role}}" } };

/** Clerk's own claims, which no customisation may take the place of. */
const RESERVED = new Set("act azp exp fea fva iat iss jti nbf o pla sid sts sub v".split(" "));

/** The claims that are anything: a claim that is null is left out, and with the last one the object around them. */
export function fillSessionClaims(
  template: Readonly<Record<string, unknown>>,
  sources: Sources,
): Record<string, unknown> {
  return withoutNulls(fillClaims(template, sources));
}

function withoutNulls(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(claims)) {
    if (value === null) continue;
    if (typeof value !== "object" || Array.isArray(value)) {
      kept[key] = value;
      continue;
    }
    const inner = withoutNulls(Object.fromEntries(Object.entries(value)));
    if (Object.keys(inner).length > 0) kept[key] = inner;
  }
  return kept;
}

export function checkSessionClaims(
  claims: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  const reserved = Object.keys(claims).find((name) => RESERVED.has(name));
  const message = reserved ? `${reserved} is one of Clerk's own claims` : unreadable(claims);
  if (message) context.addIssue({ code: "custom", message });
}

function unreadable(claims: Readonly<Record<string, unknown>>): string | null {
  try {
    checkClaims(claims);
    return null;
  } catch (error) {
    if (error instanceof ClerkError) return error.message;
    throw error;
  }
}
