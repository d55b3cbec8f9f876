import fc from "fast-check";
import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { serialize } from "@/src/server/trpc/serialize";

/** As both are sent. The order of the notes alone may differ: each is about a place of its own. */
function same(value: unknown): void {
  const own = serialize(value);
  const theirs = superjson.serialize(value);
  expect(JSON.stringify(own.json)).toBe(JSON.stringify(theirs.json));
  expect(JSON.parse(JSON.stringify(own))).toStrictEqual(JSON.parse(JSON.stringify(theirs)));
  expect(own).toEqual(theirs);
}

const shared = { at: new Date(0) };
class Point {
  readonly x = 1;
}

describe("what superjson would write is written", () => {
  test.each([
    undefined,
    null,
    "text",
    1,
    new Date(0),
    {},
    [],
    [new Date(1), undefined, null],
    { rows: [{ id: "a", at: new Date(2), done: null, by: undefined }], next: null },
    { "a.b": new Date(3), "c\\d": { ".": undefined }, "\\.": [new Date(4)], "😀": new Date(5) },
    { "": new Date(6), a: { "": undefined } },
    { "10": new Date(7), "2": undefined, b: { "1": new Date(8) } },
    { one: shared, two: shared },
    [shared.at, shared.at],
    { bad: new Date(Number.NaN) },
    { number: [Number.NaN, Number.POSITIVE_INFINITY, -0, 0, 1e300] },
    { big: 10n, set: new Set([1]), map: new Map([["a", new Date(9)]]), re: /x/g },
    { error: new RangeError("no"), url: new URL("http://localhost/") },
    { bytes: new Uint8Array([1, 2]), point: new Point() },
    { function: () => 1, symbol: Symbol("s") },
    Object.assign(Object.create(null) as object, { at: new Date(10) }),
    [1, , 3],
    Object.assign([1], { more: new Date(11) }),
    Object.assign(new Date(12), { more: 1 }),
  ])("case %#", (value) => {
    expect(() => same(value)).not.toThrow();
  });

  test("and for whatever there may be", () => {
    const key = fc.oneof(fc.string(), fc.constantFrom("a", ".", "\\", "0", "1", "a.b", ""));
    const leaf = fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.bigInt(),
      fc.date(),
      fc.constantFrom(null, undefined, shared.at, shared, -0),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(fc.property(value, same), { numRuns: 3_000 });
  });
});

test("what superjson refuses is refused", () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  same(circular);
  for (const key of ["constructor", "prototype"])
    expect(() => serialize({ inner: { [key]: 1 } })).toThrow("prototype pollution");
});
