import { digestOf, readChange, type Change } from "../events";
import type { Kind, Verdict } from "./findings";
import { storable } from "../storable";
import { Json } from "./clerk";
import type { MirrorRow } from "./mirror";

/** What Clerk says of a subject, read as the webhook would be that said the same. */
export interface Reading {
  readonly kind: Kind;
  readonly id: string;
  /** The webhook's type. */
  readonly type: string;
  readonly json: Json;
  readonly created: number;
  readonly version: number;
  readonly digest: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** @throws ZodError where it is not of its type */
export function readSubject(kind: Kind, json: Json): Reading {
  const type = typeOf(kind, json);
  const data = Json.parse(storable(json));
  const change = readChange({ type, data });
  if (!change) throw new Error(`${type} is no event of the mirror`);
  return { ...partsOf(change), kind, type, json: data, digest: digestOf(change) };
}

function typeOf(kind: Kind, json: Json): string {
  if (kind === "user") return "user.updated";
  if (kind === "organization") return "organization.updated";
  if (kind === "membership") return "organizationMembership.updated";
  const status = json["status"];
  return `organizationInvitation.${status === "accepted" || status === "revoked" ? status : "created"}`;
}

function partsOf(change: Change): Pick<Reading, "id" | "created" | "version" | "columns"> {
  switch (change.kind) {
    case "user":
    case "organization": {
      const { id, version, ...columns } = change.data;
      return { id, created: 0, version, columns };
    }
    case "membership": {
      const { id, organizationId, userId, role, created, version } = change.data;
      return { id: `${organizationId}/${userId}`, created, version, columns: { id, role } };
    }
    case "invitation": {
      const { id, created: _created, version, ...columns } = change.data;
      return { id, created: 0, version, columns };
    }
    default:
      throw new Error(`no list of Clerk's holds a ${change.kind}`);
  }
}

/** How the mirror's row stands to what Clerk says. */
export function compare(
  reading: Reading,
  row: MirrorRow | undefined,
): { readonly verdict: Verdict; readonly columns: readonly string[] } {
  if (!row) return { verdict: "missing", columns: [] };
  const columns = Object.keys(reading.columns).filter(
    (name) => reading.columns[name] !== row.columns[name],
  );
  const isNewer =
    reading.created > row.created ||
    (reading.created === row.created && reading.version >= row.version);
  if (row.final) {
    // Clerk makes a new membership, under a new id, for who joins again; nothing else comes back.
    if (reading.kind === "membership" && reading.created > row.created)
      return { verdict: "changed", columns: ["deleted"] };
    const isOpen = reading.kind !== "invitation" || reading.columns["status"] === "pending";
    if (isOpen) return { verdict: "contradicts", columns: [] };
  }
  if (columns.length === 0) return { verdict: "same", columns };
  if (row.version === 0) return { verdict: "missing", columns: [] };
  return isNewer ? { verdict: "changed", columns } : { verdict: "passed", columns: [] };
}

/** As long as Clerk's sender goes on trying, and some: what is older is on its way no more. Milliseconds. */
const underWay = 3 * 24 * 3_600_000;

/** Whether a delivery may still come that is newer than the row, and older than what was seen now. */
export function isOutrun(reading: Reading, row: MirrorRow, timestamp: number): boolean {
  if (row.final || reading.created !== row.created || reading.version < row.version) return false;
  return (
    reading.version > row.version ||
    (timestamp > row.timestamp && timestamp - reading.version < underWay)
  );
}
