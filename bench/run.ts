import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMet } from "./measure/report.ts";
import { updateDocument, writeResult } from "./output/document.ts";
import { markdownOf } from "./output/markdown.ts";
import { pictureOf } from "./output/picture.ts";
import { suites } from "./suites/all.ts";
import { readMachine } from "./support/machine.ts";

/** One benchmark; main.ts starts this file: NAME ROUNDS [quick]. */
const [, , only = "", rounds, mode] = process.argv;
const quick = mode === "quick";
const since = Date.now();

function tell(text: string): void {
  const seconds = ((Date.now() - since) / 1000).toFixed(0).padStart(4);
  process.stderr.write(`${seconds} s  ${text}\n`);
}

const load = suites[only];
if (!load) throw new Error(`There is no benchmark ${only}.`);
const { suite } = await load();
const { name, title } = suite;
const report = await suite.run({ rounds: Number(rounds), quick, tell });
const machine = readMachine();
process.stdout.write(`\n# ${title}\n\n${markdownOf(report)}\n\n${machine.text}\n`);

if (!quick) {
  writeResult({ name, title, at: new Date().toISOString(), machine, report });
  if (report.comparisons.length > 0) {
    const folder = join(import.meta.dirname, "..", "docs", "performance");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.svg`), pictureOf(title, report.comparisons));
  }
  updateDocument();
}
const missed = report.targets.filter((target) => !isMet(target)).length;
if (report.targets.length > 0)
  tell(
    missed === 0
      ? "every target is met"
      : `${missed} of ${report.targets.length} targets are missed`,
  );
