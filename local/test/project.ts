import { join } from "node:path";
import { print, root, runNode, type Output } from "./process.ts";
import {
  countPassed,
  failuresOf,
  mergeReports,
  readReport,
  unsteadyOf,
  type Failure,
  type Report,
} from "./report.ts";

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Why it failed, where no test of its own says so. */
  readonly note?: string;
  readonly failures?: readonly Failure[];
  /** Tests that passed only when their file ran a second time. */
  readonly unsteady?: readonly Failure[];
}

/** With more files than this the fault is not the moment's. */
const filesAgain = 3;

export interface ProjectOptions {
  readonly reports: string;
  /** Its tests wait for a real browser, in pages that are not all ours: files that failed run once more, by themselves. */
  readonly browser: boolean;
}

/** Runs a project of vitest, and counts by vitest's own report. */
export async function runProject(
  name: string,
  { reports, browser }: ProjectOptions,
  output: Output,
): Promise<Outcome> {
  const report = join(reports, `${name}.json`);
  const code = await runVitest(name, [], report, output);
  const first = readReport(report);
  if (!first) return { passed: 0, failed: 1, note: "the tests did not start" };
  const failures = failuresOf(first, root);
  const files = [...new Set(failures.map(({ file }) => file))];
  if (!browser || files.length === 0 || files.length > filesAgain)
    return outcomeOf(first, failures, code);

  print(`\n── test: ${name}: once more, what failed: ${files.join(", ")}`);
  const report2 = join(reports, `${name}-again.json`);
  const code2 = await runVitest(name, files, report2, output);
  const second = readReport(report2);
  if (!second) return outcomeOf(first, failures, code);
  const merged = mergeReports(first, second);
  const remaining = failuresOf(merged, root);
  return {
    ...outcomeOf(merged, remaining, code2),
    unsteady: unsteadyOf(failures, remaining),
  };
}

function runVitest(
  name: string,
  files: readonly string[],
  report: string,
  output: Output,
): Promise<number> {
  const args = [
    join("node_modules", "vitest", "vitest.mjs"),
    ...["run", "--project", name, ...files],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ];
  return runNode(args, output);
}

function outcomeOf(report: Report, failures: readonly Failure[], code: number): Outcome {
  const passed = countPassed(report);
  const failed = failures.length;
  if (failed === 0 && passed === 0) return { passed, failed: 1, note: "no test ran" };
  // An error outside every test, such as a promise that nobody waited for.
  if (failed === 0 && code !== 0) return { passed, failed: 1, note: `ended with code ${code}` };
  return { passed, failed, failures };
}
