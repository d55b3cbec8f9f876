import { describe, expect, it } from "vitest";
import { readBody } from "@/src/ui/post/body";

describe("the body of a post", () => {
  it("is paragraphs, and keeps their lines", () => {
    expect(readBody("One\ntwo\n\n  \nThree\r\nfour")).toEqual([
      { kind: "paragraph", text: "One\ntwo" },
      { kind: "paragraph", text: "Three\nfour" },
    ]);
  });

  it("has headings, lists and code", () => {
    const body = "## Why\n\n- first\n- second\n\n```\nif (a) {\n\n  - b\n}\n```\nAfter";
    expect(readBody(body)).toEqual([
      { kind: "heading", text: "Why" },
      { kind: "list", items: ["first", "second"] },
      { kind: "code", text: "if (a) {\n\n  - b\n}" },
      { kind: "paragraph", text: "After" },
    ]);
  });

  it.each([
    ["code that is never closed", "```\nlet a"],
    ["a heading in the middle of a paragraph", "One\n## two"],
    ["a line that is not of the list", "- one\ntwo"],
    ["markup", "<script>alert(1)</script>"],
  ])("takes %s for text", (_, body) => {
    expect(readBody(body)).toEqual([{ kind: "paragraph", text: body }]);
  });

  it("of nothing is nothing", () => {
    expect(readBody("\n \n")).toEqual([]);
  });
});
