import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../measure/report.ts";
import type { Machine } from "../support/machine.ts";
import { markdownOf } from "./markdown.ts";

const root = join(import.meta.dirname, "..", "..");
const page = join(root, "docs", "performance.md");
const results = join(root, "bench", "results");

/** What a run leaves behind, bench/results/NAME.json. */
export interface Result {
  readonly name: string;
  readonly title: string;
  /** When it was measured, ISO 8601. */
  readonly at: string;
  readonly machine: Machine;
  readonly report: Report;
}

export function writeResult(result: Result): string {
  const path = join(results, `${result.name}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

function readResult(name: string): Result | null {
  if (!readdirSync(results).includes(`${name}.json`)) return null;
  // Guarantee: nothing but writeResult makes these files, and they are kept with the code that reads them.
  return JSON.parse(readFileSync(join(results, `${name}.json`), "utf8")) as Result;
}

const block = /(<!-- figures: ([a-z-]+) -->\n)[^]*?(<!-- end of figures -->)/g;

/** docs/performance.md with the figures of bench/results in its places for them. */
export function documentOf(text: string): string {
  return text.replace(block, (whole, start: string, name: string, end: string) => {
    const result = readResult(name);
    return result ? `${start}\n${figuresOf(result)}\n\n${end}` : whole;
  });
}

function figuresOf({ name, title, at, machine, report }: Result): string {
  const picture = report.comparisons.length > 0 ? `![${title}](performance/${name}.svg)\n\n` : "";
  const when = `Measured on ${at.slice(0, 10)}: ${machine.text}.`;
  return `${picture}${markdownOf(report)}\n\n${when}`;
}

export function readDocument(): string {
  return readFileSync(page, "utf8");
}

export function updateDocument(): void {
  writeFileSync(page, documentOf(readDocument()));
}
