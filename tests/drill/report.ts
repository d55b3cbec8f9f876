import { isSound } from "./drill.ts";
import type { Result } from "./row.ts";

/** One fault, as soon as it is over: with what is left of the time, by what it took so far. */
export function printLine(result: Result, done: number, all: number, since: number): void {
  const seconds = (Date.now() - since) / 1000;
  const left = Math.round((seconds / done) * (all - done));
  const mark = isSound(result) ? "✓" : "✗";
  process.stderr.write(
    `${mark} ${done}/${all}  ${result.name}  ${result.seconds.toFixed(1)} s  (about ${left} s left)\n`,
  );
}

/** Every fault with what was asked, what was sent and what it came to. */
export function printTable(results: readonly Result[], seconds: number): void {
  const rows = results.map((result) => [
    result.name,
    String(result.allowed),
    String(result.refused),
    String(result.deliveries),
    String(result.attempts),
    String(result.wrongAllows.length),
    String(result.lost.length),
    isSound(result) ? "healed" : "FAILED",
    result.note,
  ]);
  const head = [
    "fault",
    "allowed",
    "refused",
    "deliveries",
    "attempts",
    "wrong allows",
    "lost events",
    "outcome",
    "",
  ];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column >= 1 && column <= 6 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  const out = [line(head), ...rows.map(line)];
  for (const result of results.filter((one) => !isSound(one))) {
    out.push("", `${result.name}: ${result.what}`);
    const { wrongAllows, lost, shutOut } = result;
    for (const text of wrongAllows) out.push(`  wrongly allowed: ${text}`);
    for (const text of lost) out.push(`  lost: ${text}`);
    for (const text of shutOut) out.push(`  shut out: ${text}`);
  }
  const sum = (of: (result: Result) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  out.push(
    "",
    `${results.length} faults in ${seconds.toFixed(0)} s: ${sum((one) => one.allowed + one.refused)} requests, ` +
      `${sum((one) => one.deliveries)} deliveries in ${sum((one) => one.attempts)} attempts; ` +
      `wrong allows ${sum((one) => one.wrongAllows.length)}, lost events ${sum((one) => one.lost.length)}`,
  );
  process.stdout.write(`${out.join("\n")}\n`);
}
