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
  return `**${title}.**\n\n${align(columns, body)}`;
}

function targetTable(targets: readonly Target[]): string {
  const body = targets.map((target) => [
    target.text,
    `${target.holds} ${target.limit.toLocaleString("en-US")} ${target.unit}`,
    withUnit(target.figure, target.unit),
    isMet(target) ? "met" : "**missed**",
  ]);
  return align(["Target", "", "Measured", ""], body);
}

/** As Prettier lays tables out, so that the page is not written anew by it. Columns of figures stand at the right. */
function align(header: readonly string[], body: readonly (readonly string[])[]): string {
  const columns = header.map((name, n) => {
    const cells = body.map((row) => inCell(row[n] ?? ""));
    const width = Math.max(3, ...[name, ...cells].map((cell) => lettersOf(cell)));
    const right = cells.length > 0 && cells.every((cell) => /^-?\d/.test(cell));
    const pad = (cell: string): string => {
      const blanks = " ".repeat(width - lettersOf(cell));
      return right ? blanks + cell : cell + blanks;
    };
    const rule = right ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
    return [pad(name), rule, ...cells.map(pad)];
  });
  const lines = Array.from({ length: body.length + 2 }, (_, n) =>
    columns.map((column) => column[n] ?? "").join(" | "),
  );
  return lines.map((line) => `| ${line} |`).join("\n");
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function lettersOf(text: string): number {
  return Array.from(text).length;
}
