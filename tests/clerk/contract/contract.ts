import type { ClerkClient } from "@clerk/backend";
import type { World } from "./world.ts";

/** Parts of the client that call no endpoint by themselves. */
export type Helper = "telemetry" | "authenticateRequest" | "debugRequestState";

/** A group of methods of the real client: `users`, `organizations` … */
export type Group = Exclude<keyof ClerkClient, Helper>;

/** The real client's method, called at least once, with what must then be true. */
export type Behaviour = (world: World) => Promise<void>;

/** A method that the local Clerk does not implement, on purpose: why, and how one would call it. */
export interface Missing {
  reason: string;
  call: (world: World) => Promise<unknown>;
}

/** Every method of one group, each with what it does here. A method that is new in the SDK is an error of types. */
export type Contract<G extends Group> = { [M in keyof ClerkClient[G]]: Behaviour | Missing };

export function missing(reason: string, call: Missing["call"]): Missing {
  return { reason, call };
}
