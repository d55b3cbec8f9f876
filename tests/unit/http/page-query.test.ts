import { expect, test } from "vitest";
import { readPageQuery } from "@/src/server/http/page-query";

const read = (search: string) => readPageQuery(`http://localhost/api/data${search}`);

test("what is given is read", () => {
  expect(read("")).toEqual({});
  expect(read("?limit=5&cursor=abc")).toEqual({ limit: 5, cursor: "abc" });
});

test.each([
  "?limit=",
  "?limit=-1",
  "?limit=1.5",
  "?limit=1e1",
  "?limit=0x10",
  "?limit=%205",
  "?limit=NaN",
  "?limit=Infinity",
  "?limit=99999",
  "?limit=1&limit=2",
  "?cursor=a&cursor=b",
  "?Limit=5",
  "?limit[]=5",
  "?organizationId=org_other",
  "?__proto__=1",
])("%s is refused", (search) => {
  expect(() => read(search)).toThrow(expect.objectContaining({ code: "bad_input" }) as Error);
});
