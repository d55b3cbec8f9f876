import fc from "fast-check";
import { expect, test } from "vitest";
import { subjectOf } from "@/src/server/trpc/audit";

test("the id of what came back, and nothing that was merely sent", () => {
  expect(subjectOf({ id: "user_2abc", name: "n" })).toBe("user_2abc");
  expect(subjectOf({ name: "n" })).toBeNull();
  expect(subjectOf(undefined)).toBeNull();
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
])("content never gets into the trail: %s", (_, output) => {
  expect(subjectOf(output)).toBeNull();
});

test("whatever comes back, an id or nothing is kept", () => {
  fc.assert(
    fc.property(fc.anything(), (output) => {
      const subject = subjectOf(output);
      if (subject !== null) expect(subject).toMatch(/^[\w-]{1,80}$/);
    }),
  );
});
