import fc from "fast-check";
import { expect, test } from "vitest";
import {
  closePermissions,
  isPermission,
  permissions,
  type Permission,
} from "@/src/access/permissions";

const all = Object.keys(permissions).filter(isPermission);
const some = fc.subarray(all);

test("the catalogue's keys have Clerk's form, and imply permissions that exist", () => {
  for (const [key, { implies, title }] of Object.entries(permissions)) {
    expect(key).toMatch(/^org:[a-z_]+:[a-z_]+$/);
    expect(title).not.toBe("");
    for (const implied of implies) expect(all).toContain(implied);
  }
});

test("closing adds what is implied", () => {
  expect(closePermissions(["org:tasks:manage"])).toEqual([
    "org:members:read",
    "org:projects:read",
    "org:tasks:manage",
  ]);
  expect(closePermissions(["org:projects:manage"])).toEqual([
    "org:projects:manage",
    "org:projects:read",
  ]);
  expect(closePermissions(["org:audit:read"])).toEqual(["org:audit:read"]);
  expect(closePermissions([])).toEqual([]);
});

test("closing is a closure: it keeps, it adds all that is implied, it is done after once, and more gives more", () => {
  fc.assert(
    fc.property(some, some, (left, right) => {
      const closed = closePermissions(left);
      expect(closed).toEqual(expect.arrayContaining(left));
      for (const permission of closed) {
        expect(closed).toEqual(expect.arrayContaining([...permissions[permission].implies]));
      }
      expect(closePermissions(closed)).toEqual(closed);
      expect(closePermissions([...left, ...right])).toEqual(expect.arrayContaining(closed));
    }),
  );
});

test("closing grants nothing that no given permission leads to", () => {
  const reach = (from: Permission): Permission[] => [
    from,
    ...permissions[from].implies.flatMap((next) => reach(next)),
  ];
  fc.assert(
    fc.property(some, (given) => {
      expect(new Set(closePermissions(given))).toEqual(new Set(given.flatMap(reach)));
    }),
  );
});

test("closing is sorted, each once, whatever the order and repetition", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...all)), (given) => {
      const closed = closePermissions(given);
      expect(closed).toEqual([...new Set(closed)].sort());
      expect(closePermissions([...given].reverse())).toEqual(closed);
    }),
  );
});

test.each([
  "constructor",
  "toString",
  "__proto__",
  "org:projects",
  "org:projects:read ",
  "",
  0,
  null,
  undefined,
  ["org:projects:read"],
])("%j is no permission", (value) => {
  expect(isPermission(value)).toBe(false);
});
