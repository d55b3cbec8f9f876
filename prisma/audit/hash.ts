import { createHash } from "node:crypto";

/** An audit row as the database's text has it; null where there is nothing. */
export type AuditRow = Readonly<Record<(typeof columns)[number] | "hash", string | null>>;

/** What a row's hash is of: the hash before it and then its fields, in this order (app.audit_fields in prisma/migrations). */
const columns = [
  "previousHash",
  "chainId",
  "sequence",
  "id",
  "organizationId",
  "actorId",
  "impersonatorId",
  "gate",
  "action",
  "subjectId",
  "outcome",
  "requestId",
  "createdAt",
] as const;
const [, ...fields] = columns;
const version = "audit.1";

/** The hash that stands before a chain's first row. */
export const origin = "0".repeat(64);

/**
 * The columns of a row for SELECT, each as text. Times are UTC, whatever the session's time zone and date style.
 * A time that no clock shows (infinity) gives null and so fits no hash.
 */
export const selected = [...columns, "hash"]
  .map((name) =>
    name === "createdAt"
      ? `CASE WHEN isfinite("createdAt") THEN to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END AS "createdAt"`
      : `"${name}"::text`,
  )
  .join(", ");

/**
 * The hash that a row should carry. Reckoned here and not by the database's own app.audit_hash: whoever may change rows may
 * change functions as well.
 */
export function hashRow(row: AuditRow): string {
  const written = [version, ...fields.map((name) => row[name])]
    .map((text) => (text === null ? "-" : `${Buffer.byteLength(text)}:${text}`))
    .join(",");
  return createHash("sha256")
    .update((row.previousHash ?? "") + written)
    .digest("hex");
}
