import { describe, expect, test } from "vitest";
import {
  classification,
  gateGrants,
  grantedActions,
  permissionGrants,
  type Gate,
  type GrantedActions,
} from "@/src/access/grants";
import { closePermissions, isPermission, permissions } from "@/src/access/permissions";

const everyPermission = Object.keys(permissions).filter(isPermission);

function plain(granted: GrantedActions): Record<string, string[]> {
  return Object.fromEntries([...granted].map(([model, actions]) => [model, [...actions].sort()]));
}

test("the public reads posts, and that is all", () => {
  expect(plain(grantedActions("public"))).toEqual({ post: ["read"] });
});

test("an organization without a permission reads its own row alone", () => {
  expect(plain(grantedActions("org"))).toEqual({ organization: ["read"] });
});

test("a permission adds its own and all that it implies", () => {
  expect(plain(grantedActions("org", "org:projects:manage"))).toEqual({
    organization: ["read"],
    project: ["create", "delete", "read", "update"],
    task: ["read"],
  });
  expect(plain(grantedActions("org", "org:tasks:manage"))).toEqual({
    organization: ["read"],
    project: ["read"],
    task: ["create", "delete", "read", "update"],
    membership: ["read"],
    user: ["read"],
  });
});

test("a permission gives nothing outside the organization's gate", () => {
  for (const gate of ["public", "user", "admin"] as const) {
    for (const permission of everyPermission) {
      expect(plain(grantedActions(gate, permission))).toEqual(plain(grantedActions(gate)));
    }
  }
});

describe.each(everyPermission)("%s", (permission) => {
  test("has all that what it implies has", () => {
    const own = plain(grantedActions("org", permission));
    for (const implied of closePermissions([permission])) {
      for (const [model, actions] of Object.entries(plain(grantedActions("org", implied)))) {
        expect(own[model]).toEqual(expect.arrayContaining(actions));
      }
    }
  });

  test("grants something of its own", () => {
    expect(Object.keys(permissionGrants[permission])).not.toEqual([]);
  });
});

test("no gate and no permission writes the mirror or the application's bookkeeping", () => {
  const sources = { ...gateGrants, ...permissionGrants };
  for (const [name, grant] of Object.entries(sources)) {
    for (const [model, actions] of Object.entries<readonly string[]>(grant)) {
      // Guarantee: the tables' keys are models (`satisfies` in grants.ts).
      const kind = classification[model as keyof typeof classification];
      if (kind === "mirror" || kind === "system") {
        expect({ name, model, actions }).toEqual({ name, model, actions: ["read"] });
      }
    }
  }
});

test("a tenant's model is reached through the organization's gate alone", () => {
  for (const gate of ["public", "user", "admin"] as const satisfies Gate[]) {
    for (const model of grantedActions(gate).keys()) {
      expect(classification[model]).not.toBe("tenant");
    }
  }
});

test("what is remembered for one gate is not given to another", () => {
  const first = grantedActions("org", "org:projects:read");
  expect(grantedActions("org", "org:projects:read")).toBe(first);
  expect(grantedActions("org", "org:members:read").has("project")).toBe(false);
  expect(grantedActions("org").has("project")).toBe(false);
});
