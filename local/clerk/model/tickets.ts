import type { Actor } from "./sessions.ts";

export type TicketStatus = "pending" | "accepted" | "revoked";

/** Signs its user in, once. */
export interface SignInToken {
  id: string;
  userId: string;
  token: string;
  status: TicketStatus;
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
}

/** Signs somebody else, the actor, in as its user, once and for a short while. */
export interface ActorToken extends SignInToken {
  actor: Actor;
  sessionSeconds: number;
}
