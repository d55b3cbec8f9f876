import type { Metadata } from "./metadata.ts";

/** A service that calls others; it proves who it is with a secret key, and gets tokens by it. */
export interface Machine {
  id: string;
  name: string;
  /** How long its tokens live unless told otherwise, in seconds. */
  defaultTokenTtl: number;
  /** The machines that its tokens are good at. */
  scopes: readonly string[];
  /** Counts the rotations of its secret key. */
  secretVersion: number;
  /** The secret key before the last rotation is good until then, in ms. */
  previousSecretUntil: number;
  createdAt: number;
  updatedAt: number;
}

/** An opaque one; those in JWT form are kept nowhere. */
export interface M2mToken {
  id: string;
  machineId: string;
  /** What the machine's scopes were when the token was made. */
  scopes: readonly string[];
  claims: Metadata | null;
  revoked: boolean;
  revocationReason: string | null;
  expiresAt: number;
  lastUsedAt: number | null;
  createdAt: number;
  updatedAt: number;
}
