import { createHash } from "node:crypto";

/**
 * The host inside the publishable key. Nobody ever contacts it (a proxy address is always set), but the SDKs derive
 * from it the token issuer, the cookie suffix, and that this is a development instance: clerk-js only uses a dev
 * browser when the host ends in one of Clerk's own development suffixes.
 */
const FRONTEND_API_HOST = "local.clerk.accounts.dev";

/** The same on every machine, so that one production build serves any developer and any port. */
export const PUBLISHABLE_KEY = `pk_test_${Buffer.from(`${FRONTEND_API_HOST}$`).toString("base64")}`;

/** `iss` of every token: the host of the publishable key, never the address we are reached at. */
export const ISSUER = `https://${FRONTEND_API_HOST}`;

/** The SDKs suffix their cookies so that several instances can share one host. */
export const COOKIE_SUFFIX = createHash("sha1")
  .update(PUBLISHABLE_KEY)
  .digest("base64url")
  .slice(0, 8);

/** What the components and authenticator apps call the application. */
export const APPLICATION_NAME = "Gatehouse";

export const SESSION_TOKEN_SECONDS = 60;
export const SESSION_LIFETIME_MS = 7 * 24 * 3600_000;
export const SESSION_ABANDON_MS = 30 * 24 * 3600_000;
export const ATTEMPT_LIFETIME_MS = 24 * 3600_000;
export const CODE_LIFETIME_MS = 10 * 60_000;
export const CODE_MAX_ATTEMPTS = 5;
export const INVITATION_LIFETIME_MS = 30 * 24 * 3600_000;
export const MAX_MEMBERSHIPS = 50;
export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 72;

export interface Config {
  /** Origin of this server, e.g. `http://localhost:4010`. */
  readonly url: string;
  /** Origin of the application, e.g. `http://localhost:3000`. */
  readonly appUrl: string;
  readonly webhookUrl: string | null;
  /** Scales the published retry schedule; 1 is the real one. */
  readonly retryFactor: number;
}
