import type { Proof } from "@/src/access/freshness";
import type { Permission } from "@/src/access/permissions";

/** Who is calling, as a verified session token says. Made only in this folder. */
export type Principal = Anonymous | Person;

export interface Anonymous {
  readonly kind: "anonymous";
}

export interface Person {
  readonly kind: "person";
  readonly userId: string;
  readonly sessionId: string;
  /** When the token was issued, seconds since the epoch. */
  readonly issuedAt: number;
  /** The administrator who is impersonating this user. */
  readonly impersonatorId: string | null;
  /** How long ago they proved who they are; null where the token does not say so in a form that is known. */
  readonly proof: Proof | null;
  /** What the token claims; the database has the last word. */
  readonly platformAdmin: boolean;
  readonly organization: ActiveOrganization | null;
}

export interface ActiveOrganization {
  readonly id: string;
  readonly slug: string | null;
  readonly role: string | null;
  /** With all that they imply. */
  readonly permissions: readonly Permission[];
}

export const anonymous: Anonymous = { kind: "anonymous" };
