import { randomUUID } from "node:crypto";
import { anonymous, type Principal } from "@/src/server/auth/principal";

/** What every call starts from. There is no database here: only a gate opens a handle. */
export interface Context {
  readonly principal: Principal;
  /** Travels to the caller in the x-request-id header and into the audit trail. */
  readonly requestId: string;
  /** The organization that the caller's page shows, as the page says; null where it says nothing. Only ever refuses. */
  readonly pageOrganization: string | null;
}

export function createContext(
  principal: Principal,
  requestId: string = randomUUID(),
  pageOrganization: string | null = null,
): Context {
  return { principal, requestId, pageOrganization };
}

/** For pages that everybody may see: reading them touches neither cookies nor Clerk. */
export function createAnonymousContext(): Context {
  return createContext(anonymous);
}
