import type { Metadata } from "./metadata.ts";
import type { Verification } from "./verification.ts";

export interface SignIn {
  id: string;
  clientId: string;
  status:
    | "needs_identifier"
    | "needs_first_factor"
    | "needs_second_factor"
    | "needs_new_password"
    | "complete";
  identifier: string | null;
  userId: string | null;
  firstFactor: Verification | null;
  secondFactor?: Verification | null;
  /** Of the invitation that brought the person here: active in the session. */
  organizationId?: string | null;
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
  /** Of the user that it makes. */
  externalId?: string | null;
  /** Whether the application has done what it does before a user is made; no instance here waits for that. */
  customAction?: boolean;
  verification: Verification | null;
  /** Set when the person came by an invitation, which also proves the address. */
  invitationId: string | null;
  createdUserId: string | null;
  createdSessionId: string | null;
  abandonAt: number;
}
