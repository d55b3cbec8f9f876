import type { AnyProcedure, AnyRouter, TRPCCreateRouterOptions } from "@trpc/server";
import type { Instead } from "@/src/server/instead";
import { t } from "./init";
import { rememberInputs } from "./inputs";
import { readStamp, type Meta } from "./seal";

/**
 * Spelled out: `AnyProcedure & { meta: Meta }` would be no bound at all, since AnyProcedure's own `meta` is `any`.
 * `_Advice` is read by people alone: the compiler prints it where something else stands.
 */
interface SealedProcedure<_Advice extends string = Advice> {
  (options: Parameters<AnyProcedure>[0]): Promise<unknown>;
  _def: AnyProcedure["_def"];
  meta: Meta;
}
type Advice =
  "make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure, and finish it with query or mutation";
interface SealedRecord {
  [key: string]: SealedProcedure | SealedRouter | SealedRecord;
}
declare const sealedRouter: unique symbol;
type SealedRouter = AnyRouter & { readonly [sealedRouter]: true };

/** Who calls, and for which organization, is never input: the gate has read it from the session. */
type Untrusted =
  `${"organization" | "org" | "tenant" | "workspace" | "team"}${"Id" | "ID" | "_id"}`;
type InputChecked<T> = string extends keyof T
  ? unknown
  : {
      readonly [K in keyof T]: T[K] extends { _def: { $types: { input: infer I } } }
        ? Extract<keyof NonNullable<I>, Untrusted> extends never
          ? unknown
          : Instead<"take the organization from ctx.member, never from input: ctx.db reaches no other">
        : T[K] extends SealedRouter
          ? unknown
          : InputChecked<T[K]>;
    };

/**
 * Makes a router of procedures that came from a gate, flat or nested. Any other does not compile, and a cast one throws
 * when the module is loaded.
 */
export function router<T extends SealedRecord & TRPCCreateRouterOptions>(
  record: T & InputChecked<T>,
) {
  const made = t.router<T>(record);
  if (Object.keys(made._def.lazy).length > 0) {
    throw new Error("A lazy router is loaded too late to be checked; import it.");
  }
  const table = procedureTable(made);
  for (const [path, procedure] of Object.entries(table)) {
    const stamp = readStamp(procedure);
    if (!stamp) throw new Error(`The procedure "${path}" was not made by a gate.`);
    if (stamp.stream !== (procedure._def.type === "subscription"))
      throw new Error(`"${path}": a subscription is made with orgStream, and nothing else is.`);
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
