import type { Gate } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";
import { database } from "./database";
import type { Db } from "./handle";
import { openHandle } from "./open";
import { mapFault } from "./refusal";
import { leaveScope, runInScope, Scope, type EntryClaims } from "./scope";

/** What a gate asks the database for: who enters, and for `org` under which permission. */
export interface Entry<G extends Gate, P extends Permission = never> {
  readonly gate: G;
  readonly claims: Omit<EntryClaims, "gate" | "write">;
  readonly tenant?: { readonly permission: P; readonly organizationId: string };
}

/** A handle for a query: reading methods alone, as scoped single statements, each entered read-only, so that a write fails. */
export function openReader<G extends Gate, P extends Permission = never>(
  entry: Entry<G, P>,
  scope: Scope = scopeOf(entry),
): Db<G, P> {
  return openHandle(database().prisma, scope, entry.gate, entry.tenant, "reads");
}

/**
 * Runs a query with such a handle. Its first statement brings the entry along, which decides; where it asked the database for
 * nothing, or passed over the refusal, the entry is asked by itself before anything is answered.
 * @param presumed whether the token says that the caller may; if not, no failure is told before the database has let them in either.
 */
export async function runQuery<G extends Gate, P extends Permission, R extends { ok: boolean }>(
  entry: Entry<G, P>,
  run: (db: Db<G, P>) => Promise<R>,
  presumed: boolean,
): Promise<R> {
  const scope = scopeOf(entry);
  const result = await run(openReader(entry, scope));
  const told = result.ok || (!presumed && scope.answer === null);
  if (told && scope.answer !== "let in") await enterAlone(scope);
  return result;
}

/**
 * A handle for a stream, which reads as a query does but as often as there is something new: every statement brings the entry along,
 * so that the database decides each time. `check` asks for the entry alone.
 */
export function openStream<G extends Gate, P extends Permission>(
  entry: Entry<G, P>,
): { db: Db<G, P>; check: () => Promise<void> } {
  const scope = scopeOf(entry);
  return { db: openReader(entry, scope), check: () => enterAlone(scope) };
}

function scopeOf<G extends Gate, P extends Permission>({ claims, gate }: Entry<G, P>): Scope {
  return new Scope({ ...claims, gate });
}

/** @throws AppError with which the database refuses the caller. */
async function enterAlone(scope: Scope): Promise<void> {
  try {
    await runInScope(scope, () => database().pool.query({ text: "SELECT" }));
  } catch (error) {
    throw mapFault(error);
  }
}

/** Carries a failed result out of a transaction, so that it rolls back. */
class Rollback<T> extends Error {
  constructor(readonly result: T) {
    super("rolled back");
  }
}

/** The audit row of a call: what was done, to what. */
export interface AuditLine {
  readonly action: string;
  readonly subjectId: string | null;
}

/** What Clerk is to be asked for, as it is written down before: ids and codes, no address and no name. */
export interface Intent {
  readonly id: string;
  readonly action: string;
  /** Only of a command that names an organization of the caller's own; otherwise the claims do. */
  readonly organizationId?: string;
  readonly subjectId: string | null;
  /** The role that is to be given, or the session that is to stay. */
  readonly detail: string | null;
  /** Whose word on permissions decides (src/access/roles.ts). */
  readonly source: "roles" | "clerk";
}

/** Milliseconds that a transaction may wait for its connection, and may take. Past either the caller is told to come back (503). */
const transactionLimits = { maxWait: 5_000, timeout: 10_000 };

/**
 * Runs a call as one transaction: data and audit row commit together or not at all, and nothing is answered before they did.
 * `run` does not throw but returns a result; when that is not ok the transaction is rolled back and the result returned all
 * the same. A query's transaction writes too, the audit row, so what keeps a query from writing is its handle.
 * Where `describe` gives an intent, it is judged once more and committed with its own audit row: Clerk is yet to be asked.
 */
export async function runAudited<G extends Gate, P extends Permission, R extends { ok: boolean }>(
  entry: Entry<G, P>,
  type: "query" | "mutation",
  run: (db: Db<G, P>) => Promise<R>,
  describe: (result: R) => AuditLine | Intent,
): Promise<R> {
  const scope = new Scope({ ...entry.claims, gate: entry.gate, write: true });
  const use = type === "query" ? "reads" : "granted";
  try {
    return await runInScope(scope, () =>
      database().prisma.$transaction(async (transaction) => {
        const db = openHandle(transaction, scope, entry.gate, entry.tenant, use);
        const result = await leaveScope(() => run(db));
        if (!result.ok) throw new Rollback(result);
        const line = describe(result);
        // Last: it locks the end of the audit chain, which others wait for until this transaction ends.
        if ("detail" in line)
          await transaction.$executeRaw`SELECT app.begin_command(${JSON.stringify(line)}::jsonb)`;
        else await transaction.$executeRaw`SELECT app.audit(${line.action}, ${line.subjectId})`;
        return result;
      }, transactionLimits),
    );
  } catch (error) {
    if (error instanceof Rollback) {
      // Guarantee: Rollback is thrown above alone, with a result of this call.
      return error.result as R;
    }
    throw mapFault(error);
  }
}
