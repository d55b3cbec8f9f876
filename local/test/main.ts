import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "../browser/find.ts";
import { print, runNpm, type Output } from "./process.ts";
import { runProject, type Outcome } from "./project.ts";
import type { Failure } from "./report.ts";

/** `npm test`: every part, also after a failure, so that one run tells all. */
const reports = mkdtempSync(join(tmpdir(), "gatehouse-test-"));

/**
 * Two lanes of a core each, but for the tests that watch the clock, which have the machine to themselves. What drives a browser waits
 * more than it computes.
 */
const lanes = {
  first: [
    [check("format", "format:check"), check("lint", "lint"), check("types", "typecheck")],
    [project("types"), project("unit"), project("access")],
  ],
  // Two that look for a browser at once might both install it.
  second: [[{ name: "check: browser", run: checkBrowser }, project("integration")]],
  third: [
    [project("e2e", { browser: true })],
    [project("clerk", { browser: true }), project("attacks")],
  ],
};

interface Result extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

interface Part {
  readonly name: string;
  readonly run: (output: Output) => Promise<Outcome>;
}

// A Ctrl-C reaches the part that runs, too: it ends in its own way, and no other one starts.
let interrupted = false;
process.on("SIGINT", () => {
  interrupted = true;
});

async function runAll(): Promise<number> {
  const results: Result[] = [];
  try {
    for (const beside of Object.values(lanes)) {
      const [one = [], ...others] = beside;
      const running = others.map((parts) => runLane(parts, "kept"));
      // One of them may speak as it goes; two at once could not be told apart.
      results.push(...(await runLane(one, "live")));
      for (const lane of await Promise.all(running)) results.push(...lane);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return summarize(results);
}

function check(name: string, script: string): Part {
  const run = async (output: Output): Promise<Outcome> => {
    const code = await runNpm(["run", "--silent", script], output);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };
  return { name: `check: ${name}`, run };
}

async function checkBrowser(): Promise<Outcome> {
  try {
    const { executablePath } = await findBrowser({ onProgress: print });
    print(executablePath);
    return { passed: 1, failed: 0 };
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1 };
  }
}

function project(name: string, { browser = false } = {}): Part {
  return {
    name: `test: ${name}`,
    run: (output) => runProject(name, { reports, browser }, output),
  };
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

/** What a reader of a log's last lines wants to know first. */
function summarize(results: readonly Result[]): number {
  print("");
  for (const { name, passed, failed, seconds, note, unsteady = [] } of results) {
    const counts = `${passed} passed, ${failed} failed`;
    const sign = failed > 0 ? "✗" : unsteady.length > 0 ? "~" : "✓";
    const notes = [note, unsteady.length > 0 ? `${unsteady.length} at the second attempt` : null];
    const said = notes.filter(Boolean).join(", ");
    print(
      `${sign} ${name.padEnd(18)} ${counts.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s${said && `  ${said}`}`,
    );
  }
  const lines = results.flatMap(({ name, failures = [], unsteady = [] }) => [
    ...failures.map((failure) => `✗ ${name}: ${telling(failure)}`),
    ...unsteady.map((failure) => `~ ${name}: passed at the second attempt: ${telling(failure)}`),
  ]);
  if (lines.length > 0) print(`\n${lines.join("\n")}`);
  const sum = (key: "passed" | "failed") => results.reduce((all, each) => all + each[key], 0);
  print(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  if (interrupted) return 130;
  return sum("failed") === 0 ? 0 : 1;
}

function telling({ file, test, error }: Failure): string {
  return [file, test, error].filter(Boolean).join(": ");
}

process.exitCode = await runAll();
