import { ratio, spread, type Comparison } from "../measure/compare.ts";
import { isMet, type Report, type Table, type Target } from "../measure/report.ts";
import { shown, withUnit } from "./number.ts";

/** The report as tables: the same text in the terminal and in docs/performance.md. */
export function markdownOf(report: Report): string {
  const parts = [
    ...report.comparisons.map(comparisonTable),
    ...(report.tables ?? []).map(plainTable),
    ...(report.targets.length > 0 ? [targetTable(report.targets)] : []),
    ...(report.notes ?? []),
  ];
  return parts.join("\n\n");
}

function comparisonTable(comparison: Comparison): string {
  const { title, metrics, rows, baseline } = comparison;
  const header = ["", ...metrics.flatMap(({ name, unit }) => [`${name}, ${unit}`, "×"])];
  const body = rows.map(({ name }) => [
    name,
    ...metrics.flatMap(({ key }) => {
      const { median, least, most } = spread(comparison, name, key);
      const against =
        name === baseline ? "1" : shown(ratio(comparison, name, baseline, key).median);
      return [`${shown(median)} (${shown(least)} to ${shown(most)})`, against];
    }),
  ]);
  const rounds = Object.values(rows[0]?.samples ?? {})[0]?.length ?? 0;
  const caption = `**${title}.** Medians of ${rounds} rounds (least to most); × is against ${baseline}.`;
  return `${caption}\n\n${align(header, body)}`;
}

function plainTable({ title, columns, rows }: Table): string {
  const body = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? shown(cell) : cell)),
  );
  return `**${title}.**\n\n${align([...columns], body)}`;
}

function targetTable(targets: readonly Target[]): string {
  const body = targets.map((target) => [
    target.text,
    `${target.holds} ${withUnit(target.limit, target.unit)}`,
    withUnit(target.figure, target.unit),
    isMet(target) ? "met" : "**missed**",
  ]);
  return align(["Target", "", "Measured", ""], body);
}

/** As Prettier lays tables out, so that the page is not written anew by it. */
function align(header: string[], body: string[][]): string {
  const widths = header.map((_, n) =>
    Math.max(3, ...[header, ...body].map((row) => [...(row[n] ?? "")].length)),
  );
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, n) => cell + " ".repeat((widths[n] ?? 0) - [...cell].length)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join(
    "\n",
  );
}
