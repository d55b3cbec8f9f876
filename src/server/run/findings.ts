import { readFound } from "@/src/server/sync/reconcile/findings";
import { readReplayed } from "@/src/server/sync/replay-run";
import type { Finding } from "./schema";

/** The report of a run, in the order of its kinds. */
export function findingsOf(kind: string, found: unknown): Finding[] {
  const all = kind === "replay" ? replayed(found) : reconciled(found);
  return all.filter(({ count }) => count > 0);
}

function reconciled(found: unknown): Finding[] {
  return Object.entries(readFound(found)).flatMap(([of, { counts, ids, columns }]) =>
    Object.entries(counts).map(([verdict, count]) => ({
      of,
      verdict,
      count,
      ids: Object.entries(ids).find(([name]) => name === verdict)?.[1] ?? [],
      columns: verdict === "changed" ? Object.keys(columns) : [],
    })),
  );
}

function replayed(found: unknown): Finding[] {
  const { ids, ...counts } = readReplayed(found);
  const lines = Object.entries(counts).map(([verdict, count]) => ({ verdict, count, ids: [] }));
  const unapplied = { verdict: "not applied", count: ids.length, ids };
  return [...lines, unapplied].map((line) => ({ ...line, of: null, columns: [] }));
}
