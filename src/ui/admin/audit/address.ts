import type { ProcedurePath } from "@/src/client/procedure";
import type { UserId } from "@/src/access/ids";
import type { Outcome } from "@/src/access/outcomes";
import { hrefWith } from "@/src/ui/address";
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

/** As admin.audit names it; null for what is no chain. */
export function chainOf(text: string): string | null {
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
