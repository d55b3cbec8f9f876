import type { MatrixOutcome } from "./expectation";
import type { PageAnswer } from "./places";

interface Sign {
  /** One character, for tables that are wide. */
  readonly symbol: string;
  /** Read out instead of it, and in the legend. */
  readonly meaning: string;
}

/** How a call's outcome is shown. The letters are not colours: they can be read in print, and by everybody. */
export const outcomeSigns: Readonly<Record<MatrixOutcome, Sign>> = {
  done: { symbol: "✓", meaning: "done" },
  signed_out: { symbol: "S", meaning: "signed out" },
  session_ended: { symbol: "E", meaning: "session ended" },
  user_deleted: { symbol: "D", meaning: "account deleted" },
  user_banned: { symbol: "B", meaning: "account suspended" },
  no_organization: { symbol: "O", meaning: "no organization active" },
  organization_mismatch: { symbol: "M", meaning: "the page shows another organization" },
  membership_removed: { symbol: "R", meaning: "not a member any more" },
  permission_missing: { symbol: "P", meaning: "permission missing" },
  permission_stale: { symbol: "T", meaning: "role changed: try again with a new token" },
  not_administrator: { symbol: "A", meaning: "not an administrator" },
  impersonated: { symbol: "I", meaning: "not while acting as somebody else" },
  reverification_required: { symbol: "V", meaning: "has to prove once more who they are" },
  not_found: { symbol: "N", meaning: "not found" },
};

const pageSigns = {
  shown: { symbol: "✓", meaning: "there, with its data" },
  withheld: { symbol: "–", meaning: "there, and says in place why its data is not" },
  "/sign-in": { symbol: "S", meaning: "sent to sign in" },
  "/session-ended": { symbol: "E", meaning: "sent to the page that ends the session" },
  "/dashboard": { symbol: "H", meaning: "sent to their own dashboard" },
  elsewhere: { symbol: "→", meaning: "sent on, to the page of theirs" },
  absent: { symbol: "N", meaning: "not found" },
} as const satisfies Record<string, Sign>;

export const pageLegend: readonly Sign[] = Object.values(pageSigns);

export function signOfPage(answer: PageAnswer): Sign {
  if (answer.status === 404) return pageSigns.absent;
  if (answer.status === 200) return answer.shown ? pageSigns.shown : pageSigns.withheld;
  const { to } = answer;
  return to === "/sign-in" || to === "/session-ended" || to === "/dashboard"
    ? pageSigns[to]
    : pageSigns.elsewhere;
}

/** A cell's outcomes in one text: one sign where the targets agree; else own, foreign and, where it differs again, absent. */
export function joinSigns(outcomes: readonly MatrixOutcome[]): Sign {
  const [first, second, third] = outcomes;
  if (!first) return { symbol: "", meaning: "nothing" };
  if (second === undefined || new Set(outcomes).size === 1) return outcomeSigns[first];
  const rest = third === undefined || third === second ? [second] : [second, third];
  const names =
    rest.length === 1 ? ["a row of another and an absent one"] : ["of another", "absent"];
  return {
    symbol: [first, ...rest].map((outcome) => outcomeSigns[outcome].symbol).join("/"),
    meaning: `own: ${outcomeSigns[first].meaning}; ${rest
      .map((outcome, index) => `${names[index] ?? ""}: ${outcomeSigns[outcome].meaning}`)
      .join("; ")}`,
  };
}
