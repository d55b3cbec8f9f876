import fc from "fast-check";
import { expect, test } from "vitest";
import { subjectOf } from "@/src/server/trpc/audit";

test("the input's id, else that of what came back", () => {
  expect(subjectOf({ id: "a" }, { id: "b" })).toBe("a");
  expect(subjectOf({ name: "n" }, { id: "b" })).toBe("b");
  expect(subjectOf(undefined, { id: "user_2abc" })).toBe("user_2abc");
  expect(subjectOf({ name: "n" }, { name: "n" })).toBeNull();
});

test.each([
  ["an address", { id: "alice@acme.test" }],
  ["a sentence", { id: "not an id" }],
  ["a long text", { id: "a".repeat(81) }],
  ["nothing", { id: "" }],
  ["a line break", { id: "a\n" }],
  ["a null byte", { id: "a\u0000" }],
  ["a number", { id: 1 }],
  ["an object", { id: { not: "a" } }],
  ["a list of ids", [{ id: "a" }]],
  ["null", null],
  ["text", "a"],
])("content never gets into the trail: %s", (_, input) => {
  expect(subjectOf(input, undefined)).toBeNull();
});

test("whatever comes in, an id or nothing comes out", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (input, output) => {
      const subject = subjectOf(input, output);
      if (subject !== null) expect(subject).toMatch(/^[\w-]{1,80}$/);
    }),
  );
});
