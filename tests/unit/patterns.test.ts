import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/patterns.md`, "utf8");
const sections = page.split(/^## /m).slice(1);

/** `- \`file\`: \`name\`, \`name\`` */
const mentions = [...page.matchAll(/^- `([^`]+)`: (.+(?:\n {2}.+)*)$/gm)].map(
  ([, file = "", rest = ""]): [string, string[]] => [
    file,
    [...rest.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
  ],
);

describe("the page of patterns", () => {
  test.each(sections.map((section) => [section.split("\n", 1)[0] ?? "", section]))(
    "%s: says where, and shows it",
    (_, section) => {
      expect(section).toMatch(/^- `/m);
      expect(section).toMatch(/^```tsx?$/m);
    },
  );

  test.each(mentions)("%s is there, and has what is named of it", (file, names) => {
    expect(existsSync(root + file)).toBe(true);
    const text = readFileSync(root + file, "utf8");
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  test("names files in every section", () => {
    expect(mentions.length).toBeGreaterThan(2 * sections.length);
  });
});
