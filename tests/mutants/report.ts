import type { Mutant } from "./mutant.ts";
import type { Verdict } from "./verdict.ts";

export interface Result {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly seconds: number;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const signs = { killed: "✓ killed  ", survived: "✗ SURVIVED", broken: "✗ BROKEN  " } as const;

/** One line a mutant as it ends, with the rate and the time that is left at that rate. */
export function printProgress(results: readonly Result[], total: number, since: number): void {
  const last = results.at(-1);
  if (!last) return;
  const minutes = (Date.now() - since) / 60_000;
  const left = ((total - results.length) * minutes) / results.length;
  const count = `${String(results.length).padStart(3)}/${total}`;
  const rate = `${(results.length / minutes).toFixed(0)}/min, ${left.toFixed(1)} min left`;
  print(`${count}  ${signs[last.verdict.kind]}  ${last.mutant.id.padEnd(44)} ${rate}`);
  if (last.verdict.kind === "broken") print(`         ${last.verdict.reason.slice(0, 400)}`);
}

/** Every mutant by the order of the table, and the sums. Returns whether all were killed. */
export function printTable(mutants: readonly Mutant[], results: readonly Result[]): boolean {
  const sorted = mutants.flatMap((mutant) => results.filter((one) => one.mutant === mutant));
  print("");
  for (const { mutant, verdict, seconds } of sorted) {
    print(
      `${signs[verdict.kind]} ${seconds.toFixed(1).padStart(6)} s  ${mutant.id}: ${mutant.guard}`,
    );
    print(`                     ${outcomeOf(verdict, mutant)}`);
  }
  const count = (kind: Verdict["kind"]) =>
    sorted.filter(({ verdict }) => verdict.kind === kind).length;
  const broken = count("broken");
  print(
    `\n${sorted.length} mutants, ${count("killed")} killed, ${count("survived")} survived${broken > 0 ? `, ${broken} broken` : ""}`,
  );
  return sorted.length === mutants.length && count("killed") === sorted.length;
}

function outcomeOf(verdict: Verdict, { killers }: Mutant): string {
  switch (verdict.kind) {
    case "killed":
      return `${verdict.by}${verdict.tests > 1 ? ` (and ${verdict.tests - 1} more)` : ""}`;
    case "survived":
      return `nothing in ${killers.join(", ")} minds`;
    case "broken":
      return verdict.reason.slice(0, 200);
  }
}
