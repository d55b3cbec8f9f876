import type { Gate } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";

declare const sealed: unique symbol;
const seal: typeof sealed = Symbol("gatehouse.seal") as typeof sealed; // Guarantee: one symbol, typed as itself.

/** What a gate stamps on its procedures. The key is not exported, so nothing else can stamp or relabel one. */
export interface Stamp {
  readonly gate: Gate;
  readonly permission: Permission | null;
}

/** tRPC metadata of a procedure that a gate made. */
export interface Meta {
  readonly [seal]: Stamp;
}

const issued = new WeakSet<Stamp>();

export function stamp(gate: Gate, permission: Permission | null): Meta {
  const made = Object.freeze({ gate, permission });
  issued.add(made);
  return { [seal]: made };
}

/** The stamp of a procedure, or null when no gate made it. */
export function readStamp(procedure: { _def: { meta?: unknown } }): Stamp | null {
  const meta = procedure._def.meta;
  if (typeof meta !== "object" || meta === null || !(seal in meta)) return null;
  // Guarantee: the key is this module's alone, and `issued` knows every stamp it gave out.
  const found = meta[seal] as Stamp;
  return issued.has(found) ? found : null;
}
