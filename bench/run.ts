import { isMet } from "./measure/report.ts";
import { publish } from "./output/document.ts";
import { markdownOf } from "./output/markdown.ts";
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
if (name !== only) throw new Error(`${only} calls itself ${name}`);
const report = await suite.run({ rounds: Number(rounds), quick, tell });
const machine = readMachine();
process.stdout.write(`\n# ${title}\n\n${markdownOf(report)}\n\n${machine.text}\n`);

if (!quick) await publish({ name, title, at: new Date().toISOString(), machine, report });
const missed = report.targets.filter((target) => !isMet(target)).length;
if (report.targets.length > 0)
  tell(
    missed === 0
      ? "every target is met"
      : `${missed} of ${report.targets.length} targets are missed`,
  );
