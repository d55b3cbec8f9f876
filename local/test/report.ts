import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

const Report = z.object({
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

/** What vitest's JSON reporter writes, as far as we read it. */
export type Report = z.infer<typeof Report>;

export interface Failure {
  /** Relative to the folder of the tests. */
  readonly file: string;
  /** Null where the file itself could not be loaded. */
  readonly test: string | null;
  /** The first line of the error, without colours: a line may be cut, and would leave its colour on. */
  readonly error: string;
}

/** Null where the run failed before there was anything to report. */
export function readReport(path: string): Report | null {
  try {
    return Report.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

export function countPassed({ testResults }: Report): number {
  return testResults.flatMap((file) => file.assertionResults).filter(isPassed).length;
}

/** Whatever did not run is a failure too: a skipped test proves nothing. */
export function failuresOf({ testResults }: Report, root: string): Failure[] {
  return testResults.flatMap(({ name, message, assertionResults }): Failure[] => {
    const file = relative(root, name);
    if (assertionResults.length === 0)
      return [{ file, test: null, error: firstLine(message || "no test ran") }];
    return assertionResults
      .filter((result) => !isPassed(result))
      .map(({ fullName, status, failureMessages }) => ({
        file,
        test: fullName,
        error: firstLine(failureMessages?.[0] ?? status),
      }));
  });
}

/** The first report, with what a second run of some of its files came to in their place. */
export function mergeReports(first: Report, second: Report): Report {
  const again = new Set(second.testResults.map(({ name }) => name));
  return {
    testResults: [
      ...first.testResults.filter(({ name }) => !again.has(name)),
      ...second.testResults,
    ],
  };
}

/** The failures that a second run no longer had. */
export function unsteadyOf(
  first: readonly Failure[],
  remaining: readonly Failure[],
): readonly Failure[] {
  // A file that could not be loaded has failed anew with any failure of its own.
  return first.filter(
    ({ file, test }) =>
      !remaining.some((other) => other.file === file && (test === null || other.test === test)),
  );
}

function isPassed({ status }: { readonly status: string }): boolean {
  return status === "passed";
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).split("\n", 1)[0]?.slice(0, 200) ?? "";
}
