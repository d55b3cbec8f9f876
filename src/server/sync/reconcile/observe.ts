import { z } from "zod";
import { takeObservation } from "../inbox";
import type { Json } from "./clerk";
import { compare, isOutrun, readSubject, type Reading } from "./compare";
import type { Finding, Kind } from "./findings";
import { raiseVersions, rowsOf, type MirrorRow, type Raise } from "./mirror";

/** At once, so that one database's latency does not add up. */
const atOnce = 4;

export interface Seen {
  /** When Clerk answered, by its own clock; milliseconds. */
  readonly date: number;
  /** Finds without changing anything. */
  readonly dryRun: boolean;
}

/**
 * Compares what Clerk answered with the mirror, and applies what differs by the same rules as a delivery. What is the same leaves
 * no row in the inbox.
 */
export async function observe(kind: Kind, items: readonly Json[], seen: Seen): Promise<Finding[]> {
  const findings: Finding[] = [];
  const readings: Reading[] = [];
  for (const json of items) {
    const reading = read(kind, json);
    if ("verdict" in reading) findings.push(reading);
    else readings.push(reading);
  }
  const rows = await rowsOf(
    kind,
    readings.map(({ id }) => id),
  );
  const raises: Raise[] = [];
  const changes: Reading[] = [];
  for (const reading of readings) {
    const row = rows.get(reading.id);
    const { verdict, columns } = compare(reading, row);
    if (row && verdict === "same" && isOutrun(reading, row, seen.date))
      raises.push({ row, version: reading.version, digest: reading.digest });
    if (verdict === "missing" || verdict === "changed") changes.push(reading);
    else findings.push({ kind, id: reading.id, verdict, columns });
  }
  if (!seen.dryRun) await raiseVersions(kind, seen.date, raises);
  const applied = await inParallel(changes, (reading) =>
    apply(reading, rows.get(reading.id), seen),
  );
  return [...findings, ...applied];
}

/** A payload that Clerk itself wrote otherwise than it should must not keep the others from being compared. */
function read(kind: Kind, json: Json): Reading | Finding {
  try {
    return readSubject(kind, json);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const id = typeof json["id"] === "string" ? json["id"].slice(0, 128) : "without an id";
    return { kind, id, verdict: "unreadable", columns: [] };
  }
}

async function apply(
  reading: Reading,
  row: MirrorRow | undefined,
  { date, dryRun }: Seen,
): Promise<Finding> {
  const { kind, id, type, json } = reading;
  const finding = { kind, id, ...compare(reading, row) };
  if (dryRun) return finding;
  const changed = await takeObservation({
    source: "reconcile",
    type,
    data: { ...json },
    timestamp: date,
  });
  // A delivery came between, and knew more.
  return changed ? finding : { ...finding, verdict: "passed", columns: [] };
}

/** In the order of the items. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const one = async () => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one));
  return results;
}
