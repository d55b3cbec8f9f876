/** What the store keeps. Records are immutable: a change is a new record put in the old one's place. */

export type Metadata = Record<string, unknown>;

export interface Verification {
  strategy: string;
  status: "unverified" | "verified" | "failed" | "expired";
  attempts: number;
  expireAt: number;
  code: string | null;
}

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
  banned: boolean;
  lastSignInAt: number | null;
  lastActiveAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export interface Organization {
  id: string;
  name: string;
  slug: string;
  createdBy: string | null;
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
  publicMetadata: Metadata;
  privateMetadata: Metadata;
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
}

/** One browser, known by its dev browser token (a query parameter; development instances use no client cookie). */
export interface Client {
  id: string;
  devBrowserToken: string;
  signInId: string | null;
  signUpId: string | null;
  lastActiveSessionId: string | null;
  lastStrategy: "password" | "email_code" | null;
  createdAt: number;
  /** Changes only when sessions come or go: the SDK compares tokens with it and refuses older ones. */
  updatedAt: number;
}

export type SessionStatus = "active" | "ended" | "removed" | "revoked";

export interface Session {
  id: string;
  clientId: string;
  userId: string;
  status: SessionStatus;
  lastActiveOrganizationId: string | null;
  lastActiveAt: number;
  /** When the person last proved who they are, in ms; the token carries its age. */
  firstFactorAt: number;
  userAgent: string;
  clientIp: string;
  expireAt: number;
  abandonAt: number;
  createdAt: number;
  updatedAt: number;
}

export interface SignIn {
  id: string;
  clientId: string;
  status: "needs_identifier" | "needs_first_factor" | "needs_new_password" | "complete";
  identifier: string | null;
  userId: string | null;
  firstFactor: Verification | null;
  createdSessionId: string | null;
  abandonAt: number;
}

export interface SignUp {
  id: string;
  clientId: string;
  status: "missing_requirements" | "complete";
  emailAddress: string | null;
  passwordHash: string | null;
  firstName: string | null;
  lastName: string | null;
  unsafeMetadata: Metadata;
  verification: Verification | null;
  /** Set when the person came by an invitation, which also proves the address. */
  invitationId: string | null;
  createdUserId: string | null;
  createdSessionId: string | null;
  abandonAt: number;
}

export interface SignInToken {
  id: string;
  userId: string;
  token: string;
  status: "pending" | "accepted" | "revoked";
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
}

export interface Mail {
  id: string;
  to: string;
  subject: string;
  code: string | null;
  url: string | null;
  createdAt: number;
}

/** One webhook message until it is delivered; `id` is its `svix-id` on every attempt. */
export interface Delivery {
  id: string;
  /** Order of events, and so of first attempts. */
  sequence: number;
  type: string;
  body: string;
  attempts: number;
  nextAttemptAt: number;
  status: "pending" | "failed";
  lastError: string | null;
}
