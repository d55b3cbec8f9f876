/** What the simulated Clerk knows of one of its subjects; `gone` ones are remembered, so that a test can ask for them. */
export interface Subject {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  /** The timestamp of the last event about it; what happened last is what is true. */
  stamp: number;
  gone: boolean;
}

export interface Address {
  readonly id: string;
  readonly address: string;
  readonly verified: boolean;
}

export interface Person extends Subject {
  firstName: string | null;
  lastName: string | null;
  imageUrl: string | null;
  addresses: readonly Address[];
  primaryId: string | null;
  /** `role` of the public metadata. */
  role: string | undefined;
  banned: boolean;
  locked: boolean;
}

export interface Organization extends Subject {
  name: string;
  slug: string | null;
  imageUrl: string | null;
}

/** One stay of a person in an organization: who comes back has a membership with another id. */
export interface Membership extends Subject {
  readonly person: Person;
  readonly organization: Organization;
  role: string;
}

export interface Invitation extends Subject {
  readonly organization: Organization;
  readonly address: string;
  readonly role: string;
  readonly expiresAt: number;
  status: "pending" | "accepted" | "revoked";
  acceptedBy: Person | null;
}

export interface Session {
  readonly id: string;
  readonly person: Person;
  readonly createdAt: number;
  readonly stamp: number;
}

export interface Permission extends Subject {
  key: string;
  name: string;
}

export interface Role extends Subject {
  key: string;
  name: string;
  permissions: readonly Permission[];
  /** Ids of the permissions that the last event named. */
  told: readonly string[];
}

/** An event's envelope, as Clerk sends it. */
export interface Event {
  readonly object: "event";
  readonly type: string;
  readonly timestamp: number;
  readonly instance_id: string;
  readonly data: Record<string, unknown>;
}
