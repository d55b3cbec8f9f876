import type { Verification } from "./verification.ts";

/** What becomes of people with an address at the domain: nothing, an invitation, or a suggestion. */
export const ENROLLMENT_MODES = [
  "manual_invitation",
  "automatic_invitation",
  "automatic_suggestion",
] as const;

export type EnrollmentMode = (typeof ENROLLMENT_MODES)[number];

/** A domain of e-mail addresses that an organization says is its own. */
export interface OrganizationDomain {
  id: string;
  organizationId: string;
  name: string;
  enrollmentMode: EnrollmentMode;
  /** The address at the domain to which the code went. */
  affiliationEmailAddress: string | null;
  verification: Verification | null;
  verifiedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** An organization that somebody may ask to join, because of their address. */
export interface Suggestion {
  id: string;
  organizationId: string;
  domainId: string;
  userId: string;
  status: "pending" | "accepted";
  createdAt: number;
  updatedAt: number;
}

/** Somebody who asks to join. */
export interface MembershipRequest {
  id: string;
  organizationId: string;
  userId: string;
  status: "pending" | "accepted" | "revoked";
  createdAt: number;
  updatedAt: number;
}
