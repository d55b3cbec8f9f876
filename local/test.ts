import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

/** `npm test`: every part, also after a failure, so that one run tells all. */
const root = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "gatehouse-test-"));

/** What only computes runs in two lanes, of a core each; the tests that wait for servers and browsers run one after another. */
const beside = [
  [check("format", "format:check"), check("lint", "lint"), check("types", "typecheck")],
  [project("types"), project("unit")],
];
const alone = ["integration", "clerk", "access", "attacks", "e2e"].map(project);

interface Result {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Why it failed, where no test of its own says so. */
  readonly note?: string;
  /** One line for each test that did not pass: its file, its name and the first line of its error. */
  readonly failures?: readonly string[];
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});
type Report = z.infer<typeof Report>;

// A Ctrl-C reaches the part that runs, too: it ends in its own way, and no other one starts.
let interrupted = false;
process.on("SIGINT", () => {
  interrupted = true;
});

async function runAll(): Promise<number> {
  const results: Result[] = [];
  try {
    const lanes = beside.map((parts) => runLane(parts, "kept"));
    for (const lane of await Promise.all(lanes)) results.push(...lane);
    results.push(...(await runLane(alone, "live")));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return summarize(results);
}

type Outcome = Omit<Result, "name" | "seconds">;

/** Whether a part's lines are shown as it writes them, or together when it has ended: two at once could not be read. */
type Output = "live" | "kept";

interface Part {
  readonly name: string;
  readonly run: (output: Output) => Promise<Outcome>;
}

function check(name: string, script: string): Part {
  return { name: `check: ${name}`, run: (output) => runCheck(script, output) };
}

function project(name: string): Part {
  const report = join(reports, `${name}.json`);
  return { name: `test: ${name}`, run: (output) => runProject(name, report, output) };
}

async function runLane(parts: readonly Part[], output: Output): Promise<Result[]> {
  const results: Result[] = [];
  for (const part of parts) if (!interrupted) results.push(await timed(part, output));
  return results;
}

async function timed({ name, run }: Part, output: Output): Promise<Result> {
  const since = Date.now();
  print(`\n── ${name}`);
  const outcome = await run(output);
  const seconds = (Date.now() - since) / 1000;
  print(`── ${name}: ${outcome.failed === 0 ? "passed" : "FAILED"} in ${seconds.toFixed(1)} s`);
  return { name, seconds, ...outcome };
}

async function runCheck(script: string, output: Output): Promise<Outcome> {
  const code = await runNpm(["run", "--silent", script], output);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Counts by the runner's own report. Whatever did not run is a failure: a skipped test proves nothing. */
async function runProject(name: string, report: string, output: Output): Promise<Outcome> {
  const args = [
    join("node_modules", "vitest", "vitest.mjs"),
    "run",
    "--project",
    name,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const code = await runNode(args, output);
  const counted = readReport(report);
  if (!counted) return { passed: 0, failed: 1, note: "the tests did not start" };
  const { numPassedTests: passed, numTotalTests: total } = counted;
  if (total === 0) return { passed: 0, failed: 1, note: "no test ran" };
  const missed = total - passed - counted.numFailedTests;
  const failed = counted.numFailedTests + missed;
  const failures = failuresOf(counted);
  if (failed === 0 && code !== 0) {
    return { passed, failed: 1, note: `ended with code ${code}`, failures };
  }
  return { passed, failed, note: missed > 0 ? `${missed} did not run` : undefined, failures };
}

/** What a reader of a log's last lines wants to know first. A file that could not be loaded has a message and no tests. */
function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const failed = file.assertionResults.filter(({ status }) => status !== "passed");
    if (failed.length === 0) return file.message ? [`${path}: ${firstLine(file.message)}`] : [];
    return failed.map(
      ({ fullName, status, failureMessages }) =>
        `${path}: ${fullName}: ${firstLine(failureMessages?.[0] ?? status)}`,
    );
  });
}

/** Colours are left out: a line of an error may be cut, and would leave its colour on. */
function firstLine(text: string): string {
  return stripVTControlCharacters(text).split("\n", 1)[0]?.slice(0, 200) ?? "";
}

function readReport(path: string): Report | null {
  try {
    return Report.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null; // It failed before there was anything to report.
  }
}

function summarize(results: readonly Result[]): number {
  print("");
  for (const { name, passed, failed, seconds, note } of results) {
    const counts = `${passed} passed, ${failed} failed`;
    const sign = failed === 0 ? "✓" : "✗";
    print(
      `${sign} ${name.padEnd(18)} ${counts.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s${note ? `  ${note}` : ""}`,
    );
  }
  const failures = results.flatMap(({ name, failures = [] }) =>
    failures.map((failure) => `✗ ${name}: ${failure}`),
  );
  if (failures.length > 0) print(`\n${failures.join("\n")}`);
  const sum = (key: "passed" | "failed") => results.reduce((all, each) => all + each[key], 0);
  print(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  if (interrupted) return 130;
  return sum("failed") === 0 ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** npm names its own file to the scripts that it runs; so no shell is needed, nor npm's name on Windows. */
function runNpm(args: readonly string[], output: Output): Promise<number> {
  const npm = process.env["npm_execpath"];
  return npm
    ? runNode([npm, ...args], output)
    : run("npm", args, output, process.platform === "win32");
}

function runNode(args: readonly string[], output: Output): Promise<number> {
  return run(process.execPath, args, output, false);
}

function run(
  command: string,
  args: readonly string[],
  output: Output,
  shell: boolean,
): Promise<number> {
  return new Promise((resolve) => {
    const kept: string[] = [];
    const stdio = output === "live" ? "inherit" : "pipe";
    const child = spawn(command, args, { cwd: root, stdio: ["inherit", stdio, stdio], shell });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => kept.push(text));
    }
    child.once("error", (error) => {
      print(error.message);
      resolve(1);
    });
    child.once("close", (code) => {
      if (kept.length > 0) print(kept.join("").trimEnd());
      resolve(code ?? 1);
    });
  });
}

process.exitCode = await runAll();
