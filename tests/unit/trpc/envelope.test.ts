import superjson from "superjson";
import { describe, expect, test, vi } from "vitest";
import { transformer } from "@/src/server/trpc/envelope";

const read = (sent: string) => transformer.input.deserialize(JSON.parse(sent));

describe("what our client sends is read", () => {
  test.each([
    undefined,
    null,
    {},
    { cursor: undefined, limit: 5 },
    { since: new Date(0), nested: { until: new Date(1), list: [undefined, 1] } },
    { name: "with.dots", "a.b": undefined, "c\\d": new Date(2) },
    { "": undefined, ".": { "\\.": new Date(3), "\n": undefined }, "😀": [new Date(4)] },
    "text",
    0,
    [],
  ])("%j", (input) => {
    const sent = JSON.stringify(superjson.serialize(input));
    expect(read(sent)).toEqual(input);
  });
});

const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("anything else is refused, and leaves no trace", () => {
  test.each([
    "null",
    "1",
    '"text"',
    "[]",
    '[{"json":{}}]',
    "{}",
    '{"meta":{}}',
    '{"json":{},"more":1}',
    '{"json":{},"meta":null}',
    '{"json":{},"meta":"x"}',
    '{"json":{},"meta":[]}',
    '{"json":{},"meta":{"more":1}}',
    '{"json":{},"meta":{"v":2}}',
    '{"json":{},"meta":{"values":null}}',
    '{"json":{},"meta":{"values":"undefined"}}',
    '{"json":{},"meta":{"values":[]}}',
    '{"json":{},"meta":{"values":["undefined","Date"]}}',
    '{"json":{"a":1},"meta":{"values":{"a":"undefined"}}}',
    '{"json":{"a":1},"meta":{"values":{"a":[["undefined"]]}}}',
    '{"json":{"a":1},"meta":{"values":{"a":["undefined",{"b":["undefined"]}]}}}',
    '{"json":{"a":1},"meta":{"referentialEqualities":{"a":["b"]}}}',
    '{"json":{"a":1},"meta":{"referentialEqualities":[["a"]]}}',
    '{"json":{"__proto__":{"polluted":1}}}',
    '{"json":{"a":[{"__proto__":{"polluted":1}}]}}',
    '{"json":{"constructor":{"prototype":{"polluted":1}}}}',
    '{"json":{"a":{"prototype":1}}}',
    '{"__proto__":{"json":1}}',
    '{"json":{},"meta":{"values":{"__proto__":["undefined"]}}}',
    '{"json":{},"meta":{"values":{"__proto__.polluted":["undefined"]}}}',
    '{"json":{"a":{}},"meta":{"values":{"a.__proto__.polluted":["Date"]}}}',
    '{"json":{"a":{}},"meta":{"values":{"a.constructor.prototype.polluted":["Date"]}}}',
    '{"json":{},"meta":{"values":["Date"]}}',
    '{"json":{"a":"1"},"meta":{"values":{"a":["Date"]}}}',
    '{"json":{"a":"1"},"meta":{"values":{"a":["undefined"]}}}',
    '{"json":{"a":null},"meta":{"values":{"b":["undefined"]}}}',
    '{"json":{"a":"1"},"meta":{"values":{"a.b.c":["Date"]}}}',
    '{"json":{"a":1e999}}',
    `{"json":${deep(40)}}`,
    `{"json":${deep(5000)}}`,
    ...[
      "bigint",
      "Error",
      "regexp",
      "set",
      "map",
      "number",
      "URL",
      "symbol",
      "class",
      "custom",
    ].map((type) => `{"json":{"a":"1"},"meta":{"values":{"a":["${type}"]},"v":1}}`),
    '{"json":{"a":"1"},"meta":{"values":{"a":[["class","Evil"]]}}}',
    '{"json":{"a":"1"},"meta":{"values":{"a":[["custom","Evil"]]}}}',
    '{"json":{"a":"1"},"meta":{"values":{"a":[["symbol","Evil"]]}}}',
    '{"json":{"a":[1]},"meta":{"values":{"a":[["typed-array","Uint8Array"]]}}}',
  ])("%.80s", (sent) => {
    expect(() => read(sent)).toThrow();
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect("polluted" in {}).toBe(false);
  });
});

test.each(["__proto__", "constructor", "prototype"])(
  "a key %s is refused by ourselves, before superjson builds anything of it",
  (key) => {
    expect(() => read(`{"json":{"a":[{"${key}":{}}]}}`)).toThrow(
      expect.objectContaining({ name: "AppError", code: "bad_input" }) as Error,
    );
  },
);

describe("a note on what was not sent is refused before superjson makes it", () => {
  test.each([
    '{"json":{"a":[]},"meta":{"values":{"a.1000000":["undefined"]},"v":1}}',
    '{"json":{"a":[]},"meta":{"values":{"a.length":["undefined"]},"v":1}}',
    '{"json":{"a":[null]},"meta":{"values":{"a.00":["undefined"]},"v":1}}',
    '{"json":{"a":1},"meta":{"values":{"a.b.c":["undefined"]},"v":1}}',
    '{"json":{"a":1},"meta":{"values":{"b":["undefined"]},"v":1}}',
    '{"json":{"a":1},"meta":{"values":{"a":["undefined"]},"v":1}}',
    '{"json":{},"meta":{"values":{"toString":["Date"]},"v":1}}',
    '{"json":{"a":{"toString":1}},"meta":{"values":{"a":["Date"]},"v":1}}',
    '{"json":{"a":1},"meta":{"values":{"a":["Date"]},"v":1}}',
    '{"json":{},"meta":{"values":["undefined"],"v":1}}',
    '{"json":null,"meta":{"values":["Date"],"v":1}}',
    '{"json":null,"meta":{"values":["undefined"]}}',
    '{"json":{"a":null},"meta":{"values":{"a\\\\":["undefined"]},"v":1}}',
  ])("%s", (sent) => {
    const deserialize = vi.spyOn(superjson, "deserialize");
    expect(() => read(sent)).toThrow(
      expect.objectContaining({ name: "AppError", code: "bad_input" }) as Error,
    );
    expect(deserialize).not.toHaveBeenCalled();
    deserialize.mockRestore();
  });
});
