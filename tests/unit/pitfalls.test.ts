import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hasTest } from "../support/titles.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/pitfalls.md`, "utf8");

interface Entry {
  readonly number: number;
  readonly text: string;
  readonly tests: readonly string[];
  readonly open: boolean;
}

function entriesOf(markdown: string): Entry[] {
  return markdown
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      number: Number(/^P(\d+)\. /.exec(section)?.[1]),
      text: section,
      tests: [...section.matchAll(/^- `(.+)`$/gm)].map((line) => line[1] ?? ""),
      open: /^\*\*Open:\*\* \S/m.test(section),
    }));
}

const entries = entriesOf(page);

test("every pitfall is there, in order", () => {
  expect(entries.map(({ number }) => number)).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
});

describe.each(entries.map((entry) => [entry.number, entry] as const))("P%s", (_, entry) => {
  test("says how it is handled, or that it is open", () => {
    expect(entry.tests.length > 0 || entry.open).toBe(true);
    expect(entry.text.includes("**Here**")).toBe(entry.tests.length > 0);
  });

  test("names tests that exist", () => {
    const missing = entry.tests.filter((name) => {
      const [file = "", ...titles] = name.split(" › ");
      return titles.length === 0 || !hasTest(file, titles.join(" › "));
    });
    expect(missing).toEqual([]);
  });

  test("names files that exist", () => {
    const named = [...entry.text.matchAll(/`((?:src|docs|app|eslint|prisma|local)\/[\w./-]+)`/g)];
    expect(named.map((file) => file[1] ?? "").filter((file) => !existsSync(root + file))).toEqual(
      [],
    );
  });
});

describe("a test that does not exist is missed", () => {
  const file = "tests/e2e/middleware.test.ts";
  test.each([
    [file, "the middleware's matcher › runs for /admin/docs", true],
    [file, "runs for /admin/docs", true],
    [file, "runs for %s", true],
    // In no table of the file, under another describe, or not said like that.
    [file, "the middleware's matcher › runs for /nowhere/at/all", false],
    [file, "the application without middleware.ts › runs for /admin/docs", false],
    [file, "the middleware's matcher", false],
    [file, "does not run", false],
    ["tests/e2e/no-such.test.ts", "runs for /admin/docs", false],
    ["tests/mistakes/mistakes.test.ts", "a list without an end: what it leads to passes", true],
    ["tests/mistakes/mistakes.test.ts", "a mistake of nobody's: what it leads to passes", false],
    ["tests/unit/pitfalls.test.ts", "P%s › names tests that exist", true],
    [
      "tests/integration/sync/person.test.ts",
      "the first name null and the last name null make null",
      true,
    ],
  ])("%s › %s: %s", (of, title, expected) => {
    expect(hasTest(of, title)).toBe(expected);
  });
});
