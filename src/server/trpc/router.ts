import type { AnyProcedure, AnyRouter, TRPCCreateRouterOptions } from "@trpc/server";
import { t } from "./init";
import { rememberInputs } from "./inputs";
import { readStamp, type Meta } from "./seal";

/** Spelled out: `AnyProcedure & { meta: Meta }` would be no bound at all, since AnyProcedure's own `meta` is `any`. */
interface SealedProcedure {
  (options: Parameters<AnyProcedure>[0]): Promise<unknown>;
  _def: AnyProcedure["_def"];
  meta: Meta;
}
interface SealedRecord {
  [key: string]: SealedProcedure | SealedRouter | SealedRecord;
}
declare const sealedRouter: unique symbol;
type SealedRouter = AnyRouter & { readonly [sealedRouter]: true };

/**
 * Makes a router of procedures that came from a gate, flat or nested. Any other does not compile, and a cast one throws
 * when the module is loaded.
 */
export function router<T extends SealedRecord & TRPCCreateRouterOptions>(record: T) {
  const made = t.router(record);
  if (Object.keys(made._def.lazy).length > 0) {
    throw new Error("A lazy router is loaded too late to be checked; import it.");
  }
  const table = procedureTable(made);
  for (const [path, procedure] of Object.entries(table)) {
    if (!readStamp(procedure)) throw new Error(`The procedure "${path}" was not made by a gate.`);
  }
  rememberInputs(table);
  // Guarantee: every procedure below carries a stamp; the brand exists in types alone.
  return made as typeof made & { readonly [sealedRouter]: true };
}

/** Every procedure of a router by its dotted path. */
export function procedureTable(of: AnyRouter): Record<string, AnyProcedure> {
  // Guarantee: tRPC keeps a router's procedures flat in _def.procedures; its type there says `any`.
  return of._def.procedures as Record<string, AnyProcedure>;
}
