import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTree } from "../../local/stack/tree.ts";
import { readReport } from "../../local/test/report.ts";

export interface FailedTest {
  readonly file: string;
  readonly name: string;
  /** It failed on an expectation, rather than by an error that it did not expect. */
  readonly asserted: boolean;
}

export interface Trial {
  readonly passed: number;
  readonly failed: readonly FailedTest[];
  /** Why some tests did not run at all: a file that does not load, a set-up that fails. */
  readonly broken: string | null;
}

/** A run that takes longer has hung. */
const limitMs = { e2e: 600_000, other: 240_000 };

/** Runs test files of one project of vitest in a copy of the application, and reads what came of each test. */
export async function runTests(
  folder: string,
  project: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Trial> {
  const path = join(folder, ".local", "trial.json");
  rmSync(path, { force: true });
  const tree = startTree({
    args: [
      join(folder, "node_modules", "vitest", "vitest.mjs"),
      ...["run", "--project", project, ...files],
      ...["--reporter=json", `--outputFile=${path}`],
    ],
    cwd: folder,
    env: process.env,
  });
  const stop = (): void => void tree.stop();
  signal.addEventListener("abort", stop, { once: true });
  const limit = project === "e2e" ? limitMs.e2e : limitMs.other;
  const waiting = new AbortController();
  const end = await Promise.race([
    tree.exited,
    sleep(limit, "hung" as const, { signal: waiting.signal }).catch(() => "hung" as const),
  ]);
  waiting.abort();
  signal.removeEventListener("abort", stop);
  if (end === "hung") await tree.stop();
  signal.throwIfAborted();
  if (end === "hung") return nothingRan(`no end after ${limit / 1000} s`);
  // A set-up that fails may leave a report all the same, of no test.
  const trial = readTrial(path, folder);
  if (trial && trial.passed + trial.failed.length > 0) return trial;
  return nothingRan(trial?.broken ?? tellingOf(tree.lastLines()));
}

function readTrial(path: string, folder: string): Trial | null {
  const report = readReport(path);
  if (!report) return null;
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name.replace(`${folder}/`, "") })),
  );
  const failed = tests.filter(({ status }) => status === "failed");
  const passed = tests.filter(({ status }) => status === "passed");
  const unrun = report.testResults.find(
    ({ assertionResults }) => !assertionResults.some(({ status }) => /passed|failed/.test(status)),
  );
  return {
    passed: passed.length,
    failed: failed.map(({ file, fullName, failureMessages }) => ({
      file,
      name: fullName,
      asserted: (failureMessages ?? []).some((message) => /^Assertion(Error)?\b/.test(message)),
    })),
    broken: unrun
      ? unrun.message || "no test ran"
      : tests.length === failed.length + passed.length
        ? null
        : "some tests did not run",
  };
}

/** What a run said last, without where in the code it said so. */
function tellingOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line.trim() !== "" && !line.includes("❯"))
    .slice(-12)
    .join(" | ");
}

function nothingRan(reason: string): Trial {
  return { passed: 0, failed: [], broken: reason || "the tests did not start" };
}
