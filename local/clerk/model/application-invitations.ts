import type { Metadata } from "./metadata.ts";

/** An invitation to the application itself, and not to one of its organizations. */
export interface ApplicationInvitation {
  id: string;
  emailAddress: string;
  status: "pending" | "accepted" | "revoked";
  ticket: string;
  redirectUrl: string | null;
  /** Becomes the user's. */
  publicMetadata: Metadata;
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
}

/** Somebody who would like to be invited. */
export interface WaitlistEntry {
  id: string;
  emailAddress: string;
  status: "pending" | "invited" | "completed" | "rejected";
  invitationId: string | null;
  invitedAt: number | null;
  createdAt: number;
  updatedAt: number;
}
