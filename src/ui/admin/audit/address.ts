import type { ProcedurePath } from "@/src/client/procedure";
import { UserId } from "@/src/access/ids";
import { isOutcome, type Outcome } from "@/src/access/outcomes";
import { hrefWith } from "@/src/ui/address";
import { isAction } from "@/src/ui/audit/words";
import { textOf, type SearchParams } from "../list/address";
import { auditPath } from "../paths";

/** What the audit trail is narrowed to, as its page's address says it. */
export interface AuditAddress {
  readonly action: ProcedurePath | null;
  readonly actor: UserId | null;
  readonly outcome: Outcome | null;
  /** "admin", or the id of the organization or the person whose chain it is. */
  readonly chain: string;
  readonly after: string | null;
}

/** Null where the address names what cannot be: somebody made it up. */
export function readAuditAddress(params: SearchParams): AuditAddress | null {
  const [action, actor, outcome, chain] = ["action", "actor", "outcome", "chain"].map((name) =>
    textOf(params, name),
  );
  const actorId = actor ? UserId.safeParse(actor) : null;
  if (action && !isAction(action)) return null;
  if (outcome && !isOutcome(outcome)) return null;
  if (actorId && !actorId.success) return null;
  if (chain && chainOf(chain) === null) return null;
  return {
    action: action && isAction(action) ? action : null,
    actor: actorId?.data ?? null,
    outcome: outcome && isOutcome(outcome) ? outcome : null,
    chain: chain ?? "",
    after: textOf(params, "after") || null,
  };
}

/** As admin.audit names it; null for what is no chain. */
function chainOf(text: string): string | null {
  if (text === "admin") return text;
  if (/^org_[A-Za-z0-9]{1,64}$/.test(text)) return `org:${text}`;
  return /^user_[A-Za-z0-9]{1,64}$/.test(text) ? `user:${text}` : null;
}

export function hrefOfAudit({ action, actor, outcome, chain, after }: Partial<AuditAddress>) {
  return hrefWith(auditPath, { action, actor, outcome, chain, after });
}

/** What admin.audit takes. */
export function filterOfAudit({ action, actor, outcome, chain, after }: AuditAddress) {
  return {
    action: action ?? undefined,
    actorId: actor ?? undefined,
    outcome: outcome ?? undefined,
    chain: chainOf(chain) ?? undefined,
    cursor: after,
  };
}

export function isFilteredAudit({ action, actor, outcome, chain }: AuditAddress): boolean {
  return action !== null || actor !== null || outcome !== null || chain !== "";
}
