/** Values that a schema of ours must refuse, by what the field takes. As JSON: some of them no JavaScript value can carry. */

const json = (value: unknown): string => JSON.stringify(value);
const cursor = (text: string): string => json(Buffer.from(text).toString("base64url"));
const at = "2026-01-01T00:00:00.000Z";
const good = Buffer.from(json({ at, id: "a" })).toString("base64url");

const noText = ["0", "1.5", "true", "null", "{}", "[]", '["a"]', '{"length":1}'];
/** Text that PostgreSQL cannot store, or that is none. */
const noUnicode = ['"a\\u0000b"', '"a\\ud800b"', '"\\udfff"'];
const noRecord = ["null", "0", "true", '"text"', "[]", "[[]]"];

export type Kind =
  | "id"
  | "userId"
  | "line"
  | "prose"
  | "flag"
  | "limit"
  | "cursor"
  | "memberCursor"
  | "search"
  | "slug"
  | "direction";

export const badValues: Readonly<Record<Kind, readonly string[]>> = {
  id: [
    ...noText,
    ...noUnicode,
    '""',
    '"1"',
    '"not-an-id"',
    '"../../etc/passwd"',
    `"' or 1=1 --"`,
    '"{3f0b3a8e-5b0b-4f6e-9d53-0f2b8f6f2a11}"',
    '"3f0b3a8e-5b0b-4f6e-9d53-0f2b8f6f2a11 "',
    '"3f0b3a8e-5b0b-4f6e-9d53-0f2b8f6f2a1"',
    '"3f0b3a8e5b0b4f6e9d530f2b8f6f2a11"',
    json("a".repeat(10_000)),
    '["3f0b3a8e-5b0b-4f6e-9d53-0f2b8f6f2a11"]',
    '{"not":"3f0b3a8e-5b0b-4f6e-9d53-0f2b8f6f2a11"}',
  ],
  userId: [
    ...noText.filter((value) => value !== "null"),
    ...noUnicode,
    '"user_"',
    '"org_abc"',
    '"user_é"',
    '"user_a b"',
    json(`user_${"a".repeat(65)}`),
  ],
  line: [
    ...noText,
    ...noUnicode,
    '""',
    '"   "',
    '"\\u3000"',
    '"a\\nb"',
    '"a\\rb"',
    '"a\\tb"',
    '"a\\u2028b"',
    '"a\\u009bb"',
    json("a".repeat(241)),
  ],
  prose: [...noText, ...noUnicode, json("a".repeat(20_001))],
  flag: ["0", "1", "null", '"true"', '""', "[]", "{}"],
  limit: [
    "0",
    "-1",
    "1.5",
    "201",
    "1e308",
    "-1e308",
    "null",
    '"10"',
    '"NaN"',
    "[10]",
    "{}",
    "true",
  ],
  cursor: [
    ...noText.filter((value) => value !== "null"),
    '""',
    '"!!!"',
    '"AAAA"',
    cursor("null"),
    cursor("{}"),
    cursor("[]"),
    cursor("1"),
    cursor(json({ at })),
    cursor(json({ id: "a" })),
    cursor(json({ at: 0, id: "a" })),
    cursor(json({ at: "yesterday", id: "a" })),
    cursor(json({ at: "2026-13-45T99:00:00.000Z", id: "a" })),
    cursor(json({ at: "0000-01-01T00:00:00.000Z", id: "a" })),
    cursor(json({ at: "1969-12-31T23:59:59.999Z", id: "a" })),
    cursor(json({ at: "+275760-09-13T00:00:00.001Z", id: "a" })),
    cursor(json({ at: "-000001-01-01T00:00:00.000Z", id: "a" })),
    cursor(json({ at: "2026-01-01T00:00:00Z", id: "a" })),
    cursor(json({ at, id: "a\u0000" })),
    cursor(json({ at, id: "' or 1=1" })),
    cursor(json({ at, id: "" })),
    cursor(json({ at, id: ["a"] })),
    cursor(json({ at, id: { not: "a" } })),
    cursor(json({ at, id: "a", organizationId: "org_other" })),
    cursor(`{"at":"${at}","id":"a","__proto__":{"polluted":1}}`),
    cursor(`${"[".repeat(150)}${"]".repeat(150)}`),
    json(good.slice(0, -2)),
    json(good.slice(1)),
    json(`${good}!`),
    json(`${good}=`),
    json(` ${good}`),
    json(Buffer.from(json({ at, id: "a" })).toString("base64") + "=="),
    json("A".repeat(513)),
    '"user_2abc"',
  ],
  memberCursor: [
    ...noText.filter((value) => value !== "null"),
    ...noUnicode,
    '""',
    '"a b"',
    `"' or 1=1"`,
    json("a".repeat(129)),
  ],
  search: [...noText, ...noUnicode, json("a".repeat(101))],
  slug: [
    ...noText,
    ...noUnicode,
    '""',
    '"UPPER"',
    '"a_b"',
    '"../a"',
    '"a/b"',
    json("a".repeat(121)),
  ],
  direction: ['"backward"', '""', "null", "1", "{}"],
};

/** Inputs that are bad as a whole, whatever the procedure takes; `valid` is the inside of a record that it would take. */
export function badWholes(valid: string): string[] {
  const also = (more: string): string => (valid === "" ? `{${more}}` : `{${valid},${more}}`);
  return [
    ...noRecord,
    also('"organizationId":"org_other"'),
    also('"userId":"user_other"'),
    also('"role":"org:admin"'),
    also('"":1'),
    also('"__proto__":{"polluted":1}'),
    also('"constructor":{"prototype":{"polluted":1}}'),
    also('"toString":1'),
    also(`"deep":${"[".repeat(40)}${"]".repeat(40)}`),
    also(`"deep":${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`),
    also(`"many":[${Array(20_000).fill("0").join(",")}]`),
  ];
}

/** Envelopes that superjson's client does not send, around a value that the procedure would take. */
export function badEnvelopes(valid: string, field: string): string[] {
  const around = (meta: string): string => `{"json":${valid},"meta":${meta}}`;
  const typed = (type: string): string => around(`{"values":{"${field}":${type}}}`);
  return [
    "null",
    "[]",
    "0",
    '"text"',
    "{}",
    valid,
    `[${valid}]`,
    `{"JSON":${valid}}`,
    `{"json":${valid},"more":1}`,
    `{"json":${valid},"__proto__":{"polluted":1}}`,
    around("null"),
    around("[]"),
    around('"x"'),
    around('{"v":0}'),
    around('{"v":"1"}'),
    around('{"more":1}'),
    around('{"values":null}'),
    around('{"values":[]}'),
    around('{"values":["Date"]}'),
    around('{"values":["undefined",{"a":["Date"]}]}'),
    around('{"values":{"__proto__":["undefined"]}}'),
    around('{"values":{"__proto__.polluted":["undefined"]}}'),
    around('{"values":{"constructor.prototype.polluted":["undefined"]}}'),
    around(`{"values":{"${field}.__proto__.polluted":["Date"]}}`),
    around(`{"values":{"${field}.a.b.c":["Date"]}}`),
    around('{"values":{"\\\\":["undefined"]}}'),
    around(`{"referentialEqualities":{"${field}":["other"]}}`),
    around('{"referentialEqualities":[["a"]]}'),
    around(`{"referentialEqualities":{"${field}":["__proto__.polluted"]}}`),
    ...[
      '"undefined"',
      "[]",
      "{}",
      '["Date"]',
      '["bigint"]',
      '["Error"]',
      '["regexp"]',
      '["set"]',
      '["map"]',
      '["number"]',
      '["URL"]',
      '["symbol"]',
      '[["class","Evil"]]',
      '[["custom","Evil"]]',
      '[["symbol","Evil"]]',
      '[["typed-array","Uint8Array"]]',
      '["set",{"0":["map"]}]',
    ].map(typed),
  ];
}

/** No JSON at all. */
export const noJson = [
  "",
  " ",
  "{",
  '{"json":',
  '{"json":{}}}',
  "{'json':{}}",
  '{"json":{},}',
  "undefined",
  "NaN",
  "json",
  "<json/>",
  '{"json":{"name":"a\u0001"}}',
  '{"json":{"name":"\\x41"}}',
  "0x10",
  "\u0000",
];
