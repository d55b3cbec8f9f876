import type { Metadata } from "./metadata.ts";
import type { BackupCodes, Totp } from "./second-factors.ts";
import type { Verification } from "./verification.ts";

export interface EmailAddress {
  id: string;
  emailAddress: string;
  verification: Verification | null;
  createdAt: number;
  updatedAt: number;
}

export interface User {
  id: string;
  emails: readonly EmailAddress[];
  primaryEmailId: string | null;
  firstName: string | null;
  lastName: string | null;
  passwordHash: string | null;
  passwordUpdatedAt: number | null;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  unsafeMetadata: Metadata;
  externalId: string | null;
  /** Of an uploaded picture. Absent in what was kept before there were any. */
  imageId?: string | null;
  /** The following are absent, too, in what was kept before they were there. */
  totp?: Totp | null;
  backupCodes?: BackupCodes | null;
  mfaEnabledAt?: number | null;
  mfaDisabledAt?: number | null;
  /** Wrong passwords and codes since the last sign-in. */
  failedAttempts?: number;
  lockedUntil?: number | null;
  /** Somebody said that others know the password; it has to be replaced at the next sign-in. */
  passwordCompromised?: boolean;
  banned: boolean;
  lastSignInAt: number | null;
  lastActiveAt: number | null;
  createdAt: number;
  updatedAt: number;
}
