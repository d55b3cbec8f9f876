import { describe, expect, it } from "vitest";
import {
  countPassed,
  failuresOf,
  mergeReports,
  unsteadyOf,
  type Report,
} from "../../local/test/report.ts";

type Status = "passed" | "failed" | "pending";

function file(name: string, tests: Readonly<Record<string, Status>>, message = "") {
  return {
    name: `/project/${name}`,
    message,
    assertionResults: Object.entries(tests).map(([fullName, status]) => ({
      fullName,
      status,
      failureMessages:
        status === "failed" ? [`\u001b[31mno ${fullName}\u001b[0m\n  at line 1`] : [],
    })),
  };
}

const failures = (report: Report) => failuresOf(report, "/project");
const told = (report: Report) => failures(report).map(({ file, test }) => `${file} ${test}`);

const first: Report = {
  testResults: [
    file("a.test.ts", { one: "passed", two: "failed" }),
    file("b.test.ts", { one: "passed" }),
  ],
};

describe("a report", () => {
  it("names what failed, with the first line of its error and no colours", () => {
    expect(failures(first)).toEqual([{ file: "a.test.ts", test: "two", error: "no two" }]);
    expect(countPassed(first)).toBe(2);
  });

  it("counts what did not run as failed", () => {
    const report = { testResults: [file("a.test.ts", { one: "pending" })] };
    expect(failures(report)).toEqual([{ file: "a.test.ts", test: "one", error: "pending" }]);
  });

  it("counts a file without tests as failed, with what kept it from loading", () => {
    const report = { testResults: [file("a.test.ts", {}, "no such module\nat …")] };
    expect(failures(report)).toEqual([{ file: "a.test.ts", test: null, error: "no such module" }]);
  });
});

describe("a second run of the files that failed", () => {
  it("stands for them, and says which test was unsteady", () => {
    const merged = mergeReports(first, {
      testResults: [file("a.test.ts", { one: "passed", two: "passed" })],
    });
    expect(failures(merged)).toEqual([]);
    expect(countPassed(merged)).toBe(3);
    expect(unsteadyOf(failures(first), failures(merged))).toEqual(failures(first));
  });

  it("leaves a failure that comes again, and one that is new", () => {
    const merged = mergeReports(first, {
      testResults: [file("a.test.ts", { one: "failed", two: "failed" })],
    });
    expect(told(merged)).toEqual(["a.test.ts one", "a.test.ts two"]);
    expect(unsteadyOf(failures(first), failures(merged))).toEqual([]);
  });

  it("does not call a file steady that loads now, and then fails", () => {
    const broken = { testResults: [file("a.test.ts", {}, "no database")] };
    const merged = mergeReports(broken, { testResults: [file("a.test.ts", { one: "failed" })] });
    expect(unsteadyOf(failures(broken), failures(merged))).toEqual([]);
  });
});
