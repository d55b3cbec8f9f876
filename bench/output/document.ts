import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format } from "prettier";
import type { Report } from "../measure/report.ts";
import type { Machine } from "../support/machine.ts";
import { markdownOf } from "./markdown.ts";
import { pictureOf } from "./picture.ts";

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

/** Laid out by Prettier, which puts the samples on one line. */
async function writeResult(result: Result): Promise<void> {
  mkdirSync(results, { recursive: true });
  const text = await format(JSON.stringify(result, null, 2), { parser: "json", printWidth: 100 });
  writeFileSync(join(results, `${result.name}.json`), text);
}

export function readResult(name: string): Result | null {
  const path = join(results, `${name}.json`);
  if (!existsSync(path)) return null;
  // Guarantee: nothing but writeResult makes these files, and they are kept with the code that reads them.
  return JSON.parse(readFileSync(path, "utf8")) as Result;
}

/** Where the picture of a result stands; null for one that compares nothing. */
export function picturePathOf({ name, report }: Result): string | null {
  return report.comparisons.length > 0 ? join(root, "docs", "performance", `${name}.svg`) : null;
}

const block = /(<!-- figures: ([a-z-]+) -->\n)[^]*?(<!-- end of figures -->)/g;

/** docs/performance.md with the figures of bench/results in its places for them. */
export function documentOf(text: string, resultOf = readResult): string {
  return text.replace(block, (whole, start: string, name: string, end: string) => {
    const result = resultOf(name);
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

/** Puts the result, its picture and its figures where they belong. */
export async function publish(result: Result): Promise<void> {
  await writeResult(result);
  const picture = picturePathOf(result);
  if (picture) {
    mkdirSync(dirname(picture), { recursive: true });
    writeFileSync(picture, pictureOf(result.title, result.report.comparisons));
  }
  writeFileSync(page, documentOf(readDocument()));
}
