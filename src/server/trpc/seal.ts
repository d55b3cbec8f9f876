import type { Gate } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";

const seal: unique symbol = Symbol("gatehouse.seal");

/** What a gate stamps on its procedures. The key is not exported, so nothing else can write one by hand. */
export interface Stamp {
  readonly gate: Gate;
  readonly permission: Permission | null;
  /** Whether it hands a command to Clerk. */
  readonly command: boolean;
  /** Whether it asks for a proof of who calls that is not old. */
  readonly fresh: boolean;
  /** Whether it goes on delivering: such a procedure is a subscription, and no other is. */
  readonly stream: boolean;
}

/** tRPC metadata of a procedure that a gate made. */
export interface Meta {
  readonly [seal]: Stamp;
}

/** The stamp by the middleware that every call of such a procedure runs first. */
const entrances = new WeakMap<object, Stamp>();

/** `entrance` are the gate's own middlewares, of this stamp alone. Called in procedures.ts and nowhere else (lint keeps it so). */
export function stamp(
  { gate, permission, command, fresh, stream }: Stamp,
  entrance: readonly object[],
): Meta {
  const made = Object.freeze({ gate, permission, command, fresh, stream });
  for (const middleware of entrance) entrances.set(middleware, made);
  return { [seal]: made };
}

/**
 * The stamp of a procedure, or null when no gate made it. What it says counts only if it is what it runs: a stamp that a later
 * `.meta()` took from another gate, or two gates poured together by `.concat()`, are none.
 */
export function readStamp(procedure: { _def: object }): Stamp | null {
  const { _def: definition } = procedure;
  if (!("meta" in definition) || !("middlewares" in definition)) return null;
  const { meta, middlewares } = definition;
  if (typeof meta !== "object" || meta === null || !(seal in meta) || !Array.isArray(middlewares))
    return null;
  const run = middlewares.flatMap((middleware: object) => entrances.get(middleware) ?? []);
  const [only] = run;
  return only !== undefined && run.length === 1 && meta[seal] === only ? only : null;
}
