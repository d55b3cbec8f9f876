import type { Metadata } from "./metadata.ts";

export interface Organization {
  id: string;
  name: string;
  slug: string;
  createdBy: string | null;
  imageId?: string | null;
  maxAllowedMemberships: number;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  createdAt: number;
  updatedAt: number;
}

export interface Membership {
  id: string;
  organizationId: string;
  userId: string;
  role: string;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  createdAt: number;
  updatedAt: number;
}

export interface Invitation {
  id: string;
  organizationId: string;
  emailAddress: string;
  role: string;
  inviterUserId: string | null;
  userId: string | null;
  status: "pending" | "accepted" | "revoked";
  ticket: string;
  redirectUrl: string | null;
  /** The verified domain that the invitation came from by itself. */
  domainId?: string | null;
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
}
