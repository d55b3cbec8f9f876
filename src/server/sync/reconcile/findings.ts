import { z } from "zod";

export const kinds = ["user", "organization", "membership", "invitation"] as const;
export type Kind = (typeof kinds)[number];

/**
 * What comparing one subject came to.
 * same: nothing to do. missing: here was no row, or a stub. changed: another content. gone: alive here, and Clerk has it no more.
 * passed: it changes just now, and its own webhook knows more.
 * contradicts: a tombstone here, alive there; a tombstone is final, so nothing is done. unreadable: not of its type.
 */
export const verdicts = [
  "same",
  "missing",
  "changed",
  "gone",
  "passed",
  "contradicts",
  "unreadable",
] as const;
export type Verdict = (typeof verdicts)[number];

/** Ids that are named of each verdict; of more only the number is told. */
const named = 50;

const Count = z.object({
  counts: z.partialRecord(z.enum(verdicts), z.number().int()),
  /** How often each column differed. */
  columns: z.record(z.string(), z.number().int()),
  ids: z.partialRecord(z.enum(verdicts), z.array(z.string())),
});
const Found = z.partialRecord(z.enum(kinds), Count);
/** The drift report: ids, names of columns and counts. A membership's id is its organization's and its user's. */
export type Found = z.infer<typeof Found>;

export interface Finding {
  readonly kind: Kind;
  readonly id: string;
  readonly verdict: Verdict;
  /** That differ, where it was changed. */
  readonly columns: readonly string[];
}

/** Adds up what was found. */
export class Findings {
  readonly #found: Found;

  /** Goes on from what a run had found before it broke off. */
  constructor(before: unknown = {}) {
    this.#found = Found.safeParse(before).data ?? {};
  }

  add({ kind, id, verdict, columns }: Finding): void {
    const of = (this.#found[kind] ??= { counts: {}, columns: {}, ids: {} });
    of.counts[verdict] = (of.counts[verdict] ?? 0) + 1;
    for (const column of columns) of.columns[column] = (of.columns[column] ?? 0) + 1;
    if (verdict === "same") return;
    const ids = (of.ids[verdict] ??= []);
    if (ids.length < named) ids.push(id);
  }

  get found(): Found {
    return this.#found;
  }
}

/** How many subjects were not as Clerk has them. */
export function driftOf(found: Found): number {
  return kinds.reduce((sum, kind) => {
    const { missing = 0, changed = 0, gone = 0 } = found[kind]?.counts ?? {};
    return sum + missing + changed + gone;
  }, 0);
}

/** @throws ZodError where it is no drift report */
export function readFound(value: unknown): Found {
  return Found.parse(value);
}
