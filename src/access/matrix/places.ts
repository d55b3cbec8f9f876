import { errorCodes } from "../errors";
import {
  expectedOutcome,
  type MatrixOutcome,
  type ProcedureFacts,
  type Target,
} from "./expectation";
import type { PrincipalCase } from "./principals";
import type { Page } from "./surface";

/** What a page answers. `shown`: its data is on it; otherwise it says in its place why not, or switches organizations first. */
export type PageAnswer =
  | { readonly status: 200; readonly shown: boolean }
  | { readonly status: 307; readonly to: string }
  | { readonly status: 404 };

/** Whose the organization is that a page's address names, and the row, where it names any. */
export interface Visit {
  readonly organization: "own" | "foreign" | "absent";
  readonly row: Exclude<Target, "plain">;
}

type Facts = ReadonlyMap<string, ProcedureFacts>;

/** What a page should answer, by what the procedures that it asks should come to. */
export function expectedPage(
  page: Page,
  procedures: Facts,
  principal: PrincipalCase,
  visit: Visit,
): PageAnswer {
  if (page.absent) return { status: 404 };
  const come = (path: string): MatrixOutcome => outcomeOf(path, procedures, principal, visit.row);
  if (page.asks !== "nobody" && principal.token !== "valid") return { status: 307, to: "/sign-in" };
  if (page.asks === "organization") {
    const elsewhere = judgeAddress(come("me.get"), principal, visit);
    if (elsewhere) return elsewhere;
  }
  if (page.sendsTo !== undefined) return { status: 307, to: page.sendsTo };
  for (const path of page.decides) {
    const outcome = come(path);
    if (outcome !== "done") return answerTo(outcome);
  }
  return { status: 200, shown: page.shows.every((path) => come(path) === "done") };
}

/** Null where the address names the organization that the token is for. */
function judgeAddress(
  me: MatrixOutcome,
  { organization, memberOf, mirrored }: PrincipalCase,
  visit: Visit,
): PageAnswer | null {
  if (visit.organization === "own" && organization) return null;
  if (me !== "done") return answerTo(me);
  // The person's own, though not the active one: the page switches to it.
  const active = organization?.active ?? "first";
  const named = visit.organization === "own" ? active : active === "first" ? "second" : "first";
  const known = visit.organization !== "absent" && mirrored !== false && memberOf.includes(named);
  return known ? { status: 200, shown: false } : { status: 404 };
}

/** One mapping from a procedure's refusal to what a page does about it. */
function answerTo(code: Exclude<MatrixOutcome, "done">): PageAnswer {
  if (code === "not_found" || code === "membership_removed") return { status: 404 };
  if (code === "signed_out") return { status: 307, to: "/sign-in" };
  if (errorCodes[code].http === 401) return { status: 307, to: "/session-ended" };
  if (code === "not_administrator") return { status: 307, to: "/dashboard" };
  return { status: 200, shown: false };
}

/** The status of a REST route. */
export function statusOf(outcome: MatrixOutcome): number {
  return outcome === "done" ? 200 : errorCodes[outcome].http;
}

/** Of a procedure that the server calls: no page says anything about itself there. @throws Error for an unknown path */
export function outcomeOf(
  path: string,
  procedures: Facts,
  principal: PrincipalCase,
  row: Exclude<Target, "plain"> = "own",
): MatrixOutcome {
  const facts = procedures.get(path);
  if (!facts) throw new Error(`There is no procedure "${path}".`);
  const visitor = { ...principal, pageOfOther: undefined };
  return expectedOutcome(facts, visitor, facts.target === null ? "plain" : row);
}
