import { runSql } from "./sql.ts";

export interface TrailRow {
  id: string;
  chainId: string;
  sequence: number;
  organizationId: string | null;
  actorId: string | null;
  impersonatorId: string | null;
  gate: string;
  action: string;
  subjectId: string | null;
  outcome: string;
  requestId: string | null;
  createdAt: Date;
  previousHash: string;
  hash: string;
}

/** The audit rows of a chain, or of all, in their order; read as the owner. */
export function readTrail(ownerUrl: string, chain?: string): Promise<TrailRow[]> {
  return runSql<TrailRow>(
    ownerUrl,
    `SELECT "id", "chainId", "sequence"::int, "organizationId", "actorId", "impersonatorId", "gate", "action", "subjectId", "outcome",
       "requestId", "createdAt", "previousHash", "hash"
     FROM "public"."AuditEvent" WHERE $1::text IS NULL OR "chainId" = $1 ORDER BY "chainId", "sequence"`,
    [chain ?? null],
  );
}
