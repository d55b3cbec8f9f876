import { randomUUID } from "node:crypto";
import { hashRow, origin } from "../../../prisma/audit/hash.ts";
import type { Seat } from "./contender.ts";

/** Where a chain ends. */
export interface End {
  readonly sequence: bigint;
  readonly hash: string;
}

/** The audit row that app.audit would write, for who writes it from the application: the same columns, the same hash. */
export function auditRow(seat: Seat, end: End | null) {
  const createdAt = new Date();
  const row = {
    id: randomUUID(),
    chainId: chainOf(seat),
    sequence: (end?.sequence ?? 0n) + 1n,
    organizationId: seat.organizationId,
    actorId: seat.userId,
    impersonatorId: null,
    gate: "org",
    action: "project.rename",
    subjectId: seat.projectId,
    outcome: "done",
    requestId: randomUUID(),
    previousHash: end?.hash ?? origin,
  };
  const texts = { ...row, sequence: String(row.sequence), createdAt: createdAt.toISOString() };
  return { ...row, createdAt, hash: hashRow({ ...texts, hash: null }) };
}

export function chainOf({ organizationId }: Seat): string {
  return `org:${organizationId}`;
}
