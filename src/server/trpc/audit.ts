import { RateLimiterMemory } from "rate-limiter-flexible";
import { errorCodes, type ErrorCode } from "@/src/access/errors";
import type { Gate } from "@/src/access/grants";
import type { Outcome } from "@/src/access/outcomes";
import type { Person } from "@/src/server/auth/principal";
import { recordRefusal } from "@/src/server/db/audit";
import { log } from "@/src/server/log";
import type { Context } from "./context";
import { readInput } from "./inputs";

/**
 * The id that a call was about, for the audit trail. Of a call that was done, that of what came back, never the input's: what a
 * caller merely claims, in a field that no schema asked for perhaps, is no evidence.
 */
export function subjectOf(output: unknown): string | null {
  if (typeof output !== "object" || output === null || !("id" in output)) return null;
  return typeof output.id === "string" && /^[\w-]{1,80}$/.test(output.id) ? output.id : null;
}

/** A call that did not come out well, as the gate's entrance sees it. */
export interface RefusedCall {
  readonly gate: Gate;
  readonly ctx: Context;
  readonly type: "query" | "mutation" | "subscription";
  readonly path: string;
  readonly code: ErrorCode;
  readonly getRawInput: () => Promise<unknown>;
}

/** Refusals of one person that a chain records, in so many seconds; then one row of it says that more are left out. */
export const refusalLimit = { points: 30, duration: 60 };
/** Milliseconds that an answer waits for its row. */
const patience = 2_000;

// Next loads this module once for its routes and once for its pages; a person's refusals are counted together. What is kept is
// a number for each person and chain with a refusal within the last minute.
const holder: typeof globalThis & { gatehouseRefusals?: RateLimiterMemory } = globalThis;
const refusals = (holder.gatehouseRefusals ??= new RateLimiterMemory(refusalLimit));

/**
 * Leaves an audit row of a call that was refused or failed, where a verified person made it: of every mutation, of every call of
 * an administrator's procedure, and of queries whose caller was not let in. Never throws, and never changes the answer.
 */
export async function auditRefusal(call: RefusedCall): Promise<void> {
  const { gate, ctx, path, code } = call;
  const { principal, requestId } = ctx;
  if (principal.kind !== "person" || gate === "public" || !isRecorded(call)) return;
  try {
    const outcome = await limitedOutcome(call, principal);
    if (!outcome) return;
    const claims = {
      gate,
      user: principal.userId,
      organization: principal.organization?.id,
      impersonator: principal.impersonatorId ?? undefined,
      requestId,
    };
    await withPatience(
      recordRefusal({ claims, action: path, subjectId: await readSubject(call), outcome }),
    );
  } catch (error) {
    log.error({ requestId, path, code, error }, "a refusal could not be recorded");
  }
}

function isRecorded({ gate, type, code }: RefusedCall): boolean {
  return type === "mutation" || gate === "admin" || [401, 403].includes(errorCodes[code].http);
}

/** Null too where what was sent cannot be read: whoever sends that must not be left out of the trail for it. */
async function readSubject({ path, getRawInput }: RefusedCall): Promise<string | null> {
  try {
    return subjectOf(await readInput(path, await getRawInput()));
  } catch {
    return null;
  }
}

/**
 * The outcome to record; null when this person's share of the chain's minute is used up. Chains are counted apart: nobody can
 * spend the share on their own acts, and then be refused by an organization whose trail does not even say that rows are left out.
 */
async function limitedOutcome(
  { gate, code }: RefusedCall,
  { userId, organization }: Person,
): Promise<Outcome | null> {
  const chain = gate === "org" ? (organization?.id ?? "") : gate;
  const { consumedPoints } = await refusals.penalty(`${userId} ${chain}`);
  if (consumedPoints <= refusalLimit.points) return code;
  return consumedPoints === refusalLimit.points + 1 ? "more_not_recorded" : null;
}

/** @throws where the row is not written, or not in time; it may still be written later. */
async function withPatience(written: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the row was not written in time")), patience);
  });
  try {
    await Promise.race([written, late]);
  } finally {
    clearTimeout(timer);
  }
}
