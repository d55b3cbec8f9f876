import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { line, prose, SearchTerm } from "@/src/input/text";

const unstorable: [string, string][] = [
  ["a null byte", "a\u0000b"],
  ["half a character", "a\ud83d"],
  ["the other half", "\ude00b"],
  ["halves in the wrong order", "\ude00\ud83d"],
];

describe.each([
  ["line", line(50)],
  ["prose", prose(50)],
  ["search term", SearchTerm],
])("%s", (_, schema) => {
  test.each(unstorable)("refuses %s", (_what, text) => {
    expect(schema.safeParse(text).success).toBe(false);
  });

  test("keeps people's own writing", () => {
    for (const text of ["Zoë", "日本語", "👩‍👩‍👧", "naïve café", "O'Brien; DROP TABLE"]) {
      expect(schema.parse(text)).toBe(text);
    }
  });

  test("passes on nothing that Postgres cannot store", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { data } = schema.safeParse(text);
        if (data !== undefined) {
          expect(data).not.toContain("\u0000");
          // A lone surrogate is what UTF-8 cannot carry there and back.
          expect(Buffer.from(data, "utf8").toString("utf8")).toBe(data);
        }
      }),
    );
  });
});

test.each(["", " ", "\t\n", "\u00a0\u2003"])("a line of blanks is no line: %j", (text) => {
  expect(line(10).safeParse(text).success).toBe(false);
});

test.each(["a\nb", "a\rb", "a\u0007b", "a\u2028b"])("a line is one line: %j", (text) => {
  expect(line(10).safeParse(text).success).toBe(false);
  expect(prose(10).safeParse(text).success).toBe(true);
});

test("a line is trimmed before it is measured", () => {
  expect(line(3).parse("  abc  ")).toBe("abc");
  expect(line(3).safeParse("abcd").success).toBe(false);
});

test("an empty search is none", () => {
  expect(SearchTerm.parse("   ")).toBe("");
  expect(SearchTerm.safeParse("a".repeat(101)).success).toBe(false);
});
