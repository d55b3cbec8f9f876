import { existsSync, readFileSync } from "node:fs";
import { format } from "prettier";
import { describe, expect, it, test } from "vitest";
import {
  documentOf,
  picturePathOf,
  readDocument,
  readResult,
  type Result,
} from "../../../bench/output/document.ts";
import { markdownOf } from "../../../bench/output/markdown.ts";
import { shown } from "../../../bench/output/number.ts";
import { pictureOf } from "../../../bench/output/picture.ts";
import { suites } from "../../../bench/suites/all.ts";
import { comparison, report } from "./sample.ts";
import { faultOf } from "./well-formed.ts";

test.each([
  [0, "0"],
  [0.01234, "0.0123"],
  [0.5, "0.500"],
  [1.066, "1.07"],
  [12.34, "12.3"],
  [123.4, "123"],
  [1234.5, "1,235"],
  [-2.5, "-2.50"],
])("%d is written %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

describe("the tables", () => {
  const text = markdownOf(report);

  it("are as Prettier would lay them out", async () => {
    expect(await format(text, { parser: "markdown", printWidth: 100 })).toBe(`${text}\n`);
  });

  it("say the medians with their spread, the ratios, the targets and the notes", () => {
    expect(text).toContain("Medians of 3 rounds (least to most); × is against Plain.");
    expect(text).toContain(String.raw`Gatehouse \| <a & b>`);
    expect(text).toMatch(/2\.00 \(2\.00 to 60\.0\) +\| +2\.00/);
    expect(text).toMatch(/Not much slower +\| at most 2 × +\| +2\.00 × +\| met +\|/);
    expect(text).toMatch(
      /Many a second +\| at least 5,000 1\/s +\| +1,000 1\/s +\| \*\*missed\*\*/,
    );
    expect(text).toMatch(/\/org\/\[slug\] +\| +123/);
    expect(text.endsWith("Measured by nobody.")).toBe(true);
  });
});

describe("the picture", () => {
  const picture = pictureOf('Lists & "rows"', [comparison, { ...comparison, title: "Again" }]);

  it("is well formed, whatever is in the names", () => {
    expect(faultOf(picture)).toBeNull();
    expect(picture).not.toContain("<a & b>");
    expect(picture).toContain("Gatehouse | &#60;a &#38; b&#62;");
    expect(picture).toContain('aria-label="Lists &#38; &#34;rows&#34;"');
  });

  it("colours ours, and draws no longer bars than it has room for", () => {
    expect(picture.match(/class="bar ours"/g)).toHaveLength(2);
    const widths = [...picture.matchAll(/<rect .*? x="(\d+)" .*? width="([\d.]+)"/g)];
    expect(widths).toHaveLength(4);
    for (const [, x, width] of widths) expect(Number(x) + Number(width)).toBeLessThan(860);
  });

  it("stands for nothing when everything is zero", () => {
    const nothing = comparison.rows.map(({ name }) => ({ name, samples: { p50: [0, 0] } }));
    expect(() => pictureOf("None", [{ ...comparison, rows: nothing }])).toThrow("No spread");
  });
});

describe("the page", () => {
  const result: Result = {
    name: "lists",
    title: "Lists",
    at: "2026-11-20T10:00:00.000Z",
    machine: { text: "a machine", processor: "one", cores: 2, node: "v20" },
    report,
  };
  const place = (name: string, inside: string) =>
    `<!-- figures: ${name} -->\n${inside}<!-- end of figures -->`;
  const page = `# A\n\n${place("lists", "old\n")}\n\nkept\n\n${place("others", "theirs\n")}\n`;

  it("gets the figures in their place, and keeps all the rest", () => {
    const written = documentOf(page, (name) => (name === "lists" ? result : null));
    expect(written).not.toContain("old");
    expect(written).toContain("![Lists](performance/lists.svg)");
    expect(written).toContain(markdownOf(report));
    expect(written).toContain("Measured on 2026-11-20: a machine.");
    expect(written).toContain(`\n\nkept\n\n${place("others", "theirs\n")}\n`);
    expect(documentOf(written, () => result)).toBe(documentOf(page, () => result));
  });

  it("shows no picture of what compares nothing", () => {
    const bare = { ...result, report: { ...report, comparisons: [] } };
    expect(documentOf(page, () => bare)).not.toContain("![");
    expect(picturePathOf(bare)).toBeNull();
  });
});

describe("docs/performance.md", () => {
  const regenerate =
    "`npm run bench -- NAME` writes the page and the pictures from what it measures";

  it("has a place for every benchmark", () => {
    const places = [...readDocument().matchAll(/<!-- figures: ([a-z-]+) -->/g)].map(
      ([, name]) => name,
    );
    expect(places).toEqual([...new Set(places)]);
    expect(places).toEqual(expect.arrayContaining(Object.keys(suites)));
  });

  it("says what bench/results says", () => {
    expect(readDocument(), regenerate).toBe(documentOf(readDocument()));
  });

  it.each(Object.keys(suites))("shows the picture of %s as it was measured", (name) => {
    const result = readResult(name);
    const path = result && picturePathOf(result);
    if (!path) return;
    expect(existsSync(path), regenerate).toBe(true);
    const picture = pictureOf(result.title, result.report.comparisons);
    expect(readFileSync(path, "utf8") === picture, regenerate).toBe(true);
  });
});
