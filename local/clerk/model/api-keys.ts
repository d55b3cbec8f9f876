import type { Metadata } from "./metadata.ts";

/** What a program signs in with, on behalf of its subject: a user or an organization. */
export interface ApiKey {
  id: string;
  name: string;
  subject: string;
  description: string | null;
  claims: Metadata | null;
  scopes: readonly string[];
  /** The secret itself is shown once and kept nowhere. */
  secretHash: string;
  revoked: boolean;
  revocationReason: string | null;
  /** null: never */
  expiresAt: number | null;
  createdBy: string | null;
  lastUsedAt: number | null;
  createdAt: number;
  updatedAt: number;
}
