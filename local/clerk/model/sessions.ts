import type { Reverification } from "./reverifications.ts";

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

/** Whoever is signed in as somebody else, as the session tokens say it. */
export interface Actor {
  sub: string;
  [claim: string]: unknown;
}

export interface Session {
  id: string;
  clientId: string;
  userId: string;
  status: SessionStatus;
  lastActiveOrganizationId: string | null;
  lastActiveAt: number;
  /** When the person last proved who they are, in ms; the token carries its age. */
  firstFactorAt: number;
  /** Null when no second factor was asked for. */
  secondFactorAt?: number | null;
  /** The last time that the person was asked once more. */
  reverification?: Reverification | null;
  /** Who is signed in as the user, when that is somebody else. */
  actor?: Actor | null;
  userAgent: string;
  clientIp: string;
  expireAt: number;
  abandonAt: number;
  createdAt: number;
  updatedAt: number;
}
