import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closePermissions } from "@/src/access/permissions";
import { isRole, permissionSource, rolePermissions, roles } from "@/src/access/roles";

test("our own table of roles decides, unless a team says otherwise", () => {
  expect(permissionSource).toBe("roles");
});

test("an admin manages; a member reads and works on tasks", () => {
  expect(rolePermissions("org:admin")).toEqual([
    "org:audit:read",
    "org:members:manage",
    "org:members:read",
    "org:projects:manage",
    "org:projects:read",
    "org:tasks:manage",
  ]);
  expect(rolePermissions("org:member")).toEqual([
    "org:members:read",
    "org:projects:read",
    "org:tasks:manage",
  ]);
});

test.each(Object.keys(roles))("%s has its permissions closed", (role) => {
  const given = rolePermissions(role);
  expect(given.length).toBeGreaterThan(0);
  expect(given).toEqual(closePermissions(given));
});

describe("an unknown role has no permission", () => {
  test.each([
    null,
    "",
    "admin",
    "org:Admin",
    "org:admin ",
    "org:owner",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
  ])("%j", (role) => {
    expect(rolePermissions(role)).toEqual([]);
  });

  test("whatever it is called", () => {
    fc.assert(
      fc.property(fc.string(), (role) => {
        fc.pre(!Object.keys(roles).includes(role));
        expect(isRole(role)).toBe(false);
        expect(rolePermissions(role)).toEqual([]);
      }),
    );
  });
});
