import { AsyncLocalStorage } from "node:async_hooks";
import type { Gate } from "@/src/access/grants";

/** What app.enter reads; see prisma/migrations/*_enter. Times are seconds since the epoch, as in the token. */
export interface EntryClaims {
  readonly gate: Gate | "sync";
  readonly user?: string;
  readonly session?: string;
  readonly issuedAt?: number;
  readonly impersonator?: string;
  readonly requestId?: string;
  readonly write?: boolean;
  readonly admin?: boolean;
  readonly organization?: string;
  readonly role?: string | null;
  /** Present only when the token's own permissions decide (src/access/roles.ts). */
  readonly permissions?: readonly string[];
  readonly required?: string;
}

/** Under which role and with which claims a statement runs, made once a call; and what the database said to them. */
export class Scope {
  readonly role: string;
  readonly entry: string;
  readonly readOnly: boolean;
  #answer: "let in" | "refused" | null = null;

  constructor(claims: EntryClaims) {
    this.role = `gate_${claims.gate}`;
    this.entry = JSON.stringify(claims);
    this.readOnly = claims.write !== true;
  }

  /** What app.enter last said to a statement of this call; null before it was asked. */
  get answer(): "let in" | "refused" | null {
    return this.#answer;
  }

  /** For statement.ts alone, which hears the answer on the wire. */
  hear(answer: "let in" | "refused"): void {
    this.#answer = answer;
  }
}

/** A statement reached the pool outside any scope. Always a bug of ours: nothing runs. */
class UnscopedStatement extends Error {
  override readonly name = "UnscopedStatement";
  constructor() {
    super("A statement was started outside a scope; nothing was sent to the database.");
  }
}

// Next loads this module once for its start, once for its routes and once for its pages; the pool is one for all of them
// (database.ts), so where it looks for the scope must be one as well.
const holder: typeof globalThis & { gatehouseScope?: AsyncLocalStorage<Scope> } = globalThis;
const storage = (holder.gatehouseScope ??= new AsyncLocalStorage<Scope>());

/**
 * Runs `start` in the scope. Prisma's promises are lazy: they send their query when awaited, in the scope of whoever
 * awaits. So `start` must be async and await its query itself; then the scope travels with the query.
 */
export function runInScope<T>(scope: Scope, start: () => Promise<T>): Promise<T> {
  return storage.run(scope, start);
}

export function currentScope(): Scope {
  const scope = storage.getStore();
  if (!scope) throw new UnscopedStatement();
  return scope;
}

/** Runs `start` outside any scope: a resolver must reach the database through its handle alone. */
export function leaveScope<T>(start: () => T): T {
  return storage.exit(start);
}
