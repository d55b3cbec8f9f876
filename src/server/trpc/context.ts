import { randomUUID } from "node:crypto";
import { anonymous, type Principal } from "@/src/server/auth/principal";

/** What every call starts from. There is no database here: only a gate opens a handle. */
export interface Context {
  readonly principal: Principal;
  /** Travels to the caller in the x-request-id header and into the audit trail. */
  readonly requestId: string;
  /** The organization that the caller's page shows, as the page says; null where it says nothing. Only ever refuses. */
  readonly pageOrganization: string | null;
  /** When the caller's token ends, milliseconds since the epoch; 0 where it is not known, which ends what would go on at once. */
  readonly expiresAt: number;
}

export function createContext(
  principal: Principal,
  requestId: string = randomUUID(),
  pageOrganization: string | null = null,
  expiresAt = 0,
): Context {
  return { principal, requestId, pageOrganization, expiresAt };
}

/** For pages that everybody may see: reading them touches neither cookies nor Clerk. */
export function createAnonymousContext(): Context {
  return createContext(anonymous);
}
