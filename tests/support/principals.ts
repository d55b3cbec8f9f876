import type { Proof } from "@/src/access/freshness";
import { rolePermissions } from "@/src/access/roles";
import type { Person } from "@/src/server/auth/principal";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";

/** Seconds since the epoch, as in a token. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

export interface PersonOptions {
  readonly organization?: string;
  readonly role?: string;
  readonly platformAdmin?: boolean;
  readonly issuedAt?: number;
  readonly sessionId?: string;
  readonly impersonatorId?: string;
  readonly proof?: Proof | null;
}

/** A principal as a verified token of this moment would make it. */
export function person(userId: string, options: PersonOptions = {}): Person {
  const { organization, role = "org:member" } = options;
  return {
    kind: "person",
    userId,
    sessionId: options.sessionId ?? `sess_${userId}`,
    issuedAt: options.issuedAt ?? nowSeconds(),
    impersonatorId: options.impersonatorId ?? null,
    proof: options.proof === undefined ? { first: 0, second: null } : options.proof,
    platformAdmin: options.platformAdmin ?? false,
    organization: organization
      ? { id: organization, slug: organization, role, permissions: rolePermissions(role) }
      : null,
  };
}

export function callerOf(userId: string, options?: PersonOptions) {
  return createCaller(createContext(person(userId, options)));
}
