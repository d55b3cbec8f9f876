import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cursor, cutPage, pageArgs, PageInput } from "@/src/server/page";

interface Row {
  readonly id: string;
  readonly createdAt: Date;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a cursor that we did not write is bad input", () => {
  const at = "2026-11-23T10:00:00.000Z";
  const tampered: [string, string][] = [
    ["nothing", ""],
    ["no base64", "%%%%"],
    ["no JSON", Buffer.from("hello").toString("base64url")],
    ["half a JSON", Buffer.from('{"at":').toString("base64url")],
    ["null", encode(null)],
    ["a list", encode([at, "id"])],
    ["no id", encode({ at })],
    ["no time", encode({ id: "a" })],
    ["an empty id", encode({ at, id: "" })],
    ["an id that is no text", encode({ at, id: 1 })],
    ["an id that is an operator", encode({ at, id: { not: "" } })],
    ["an id with a null byte", encode({ at, id: "a\u0000" })],
    ["an id with a lone surrogate", encode({ at, id: "a\ud800" })],
    ["a long id", encode({ at, id: "a".repeat(129) })],
    ["a day that does not exist", encode({ at: "2026-02-30T10:00:00.000Z", id: "a" })],
    ["a time without a zone", encode({ at: "2026-11-23T10:00:00.000", id: "a" })],
    ["a number for a time", encode({ at: 0, id: "a" })],
    ["a year that Postgres does not know", encode({ at: "0000-01-01T00:00:00.000Z", id: "a" })],
    ["one more key", encode({ at, id: "a", organizationId: "org_other" })],
    ["the keys in another order", encode({ id: "a", at })],
    ["a time written shorter", encode({ at: "2026-11-23T10:00:00Z", id: "a" })],
    ["something behind it", `${encode({ at, id: "a" })}!`],
    ["a blank before it", ` ${encode({ at, id: "a" })}`],
    ["padding", `${encode({ at, id: "a" })}=`],
    ["a huge one", encode({ at, id: "a", padding: "x".repeat(10_000) })],
  ];

  test.each(tampered)("%s", (_, cursor) => {
    expect(Cursor.safeParse(cursor).success).toBe(false);
    expect(PageInput.safeParse({ cursor }).success).toBe(false);
  });

  test("any other text, without throwing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode)), (text) => {
        expect(Cursor.safeParse(text).success).toBe(false);
      }),
    );
  });
});

test("a cursor comes back as what it was made of", () => {
  fc.assert(
    fc.property(fc.uuid(), time(), (id, createdAt) => {
      const rows = [
        { id, createdAt },
        { id: "next", createdAt },
      ];
      const { nextCursor } = cutPage(rows, 1, (row) => row.createdAt);
      expect(nextCursor).not.toBeNull();
      expect(Cursor.parse(nextCursor)).toEqual({ at: createdAt, id });
    }),
  );
});

test("the last page has no cursor", () => {
  const rows: Row[] = [{ id: "a", createdAt: new Date() }];
  expect(cutPage(rows, 1, (row) => row.createdAt)).toEqual({ items: rows, nextCursor: null });
  expect(cutPage([], 1, () => null)).toEqual({ items: [], nextCursor: null });
});

test("walking the pages meets every row once, newest first, however many share a time", () => {
  const rows = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      // Few times for many rows: ties are where a page skips or repeats.
      createdAt: fc
        .integer({ min: 0, max: 4 })
        .map((seconds) => new Date(1_800_000_000_000 + seconds)),
    }),
    { selector: (row) => row.id, maxLength: 40 },
  );
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (table, limit) => {
      const met: Row[] = [];
      let cursor: string | null = null;
      do {
        const input: PageInput = PageInput.parse({ cursor, limit });
        const page = cutPage(select(table, input), limit, (row) => row.createdAt);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        met.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null && met.length <= table.length);
      expect(met.map((row) => row.id)).toEqual([...table].sort(newestFirst).map((row) => row.id));
    }),
  );
});

test.each([0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "20"])(
  "a page of %s rows is bad input",
  (limit) => {
    expect(PageInput.safeParse({ limit }).success).toBe(false);
  },
);

function time() {
  return fc.date({
    min: new Date(0),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
}

function newestFirst(a: Row, b: Row): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
}

/** What Postgres answers to the arguments, which are interpreted as they stand, not as they are meant. */
function select(table: readonly Row[], input: PageInput): Row[] {
  const { where, orderBy, take } = pageArgs("createdAt", input);
  expect(orderBy).toEqual([{ createdAt: "desc" }, { id: "desc" }]);
  const matches = (row: Row): boolean =>
    !("OR" in where) ||
    (where.OR ?? []).some((branch) =>
      Object.entries(branch).every(([field, condition]) =>
        holds(field === "id" ? row.id : row.createdAt.getTime(), condition),
      ),
    );
  return [...table].sort(newestFirst).filter(matches).slice(0, take);
}

function holds(value: string | number, condition: unknown): boolean {
  const comparable = (of: unknown): unknown => (of instanceof Date ? of.getTime() : of);
  if (typeof condition === "object" && condition !== null && "lt" in condition) {
    const limit = comparable(condition.lt);
    return (typeof limit === "number" || typeof limit === "string") && value < limit;
  }
  return value === comparable(condition);
}
