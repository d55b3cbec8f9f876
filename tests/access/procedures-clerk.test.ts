import { describe, expect, it, vi } from "vitest";
import { principals, type PrincipalCase } from "@/src/access/matrix/principals";
import { isPermission, permissions } from "@/src/access/permissions";
import { permissionSource } from "@/src/access/roles";
import { testMatrix } from "./support/matrix.ts";

// The project's setting, as a team would edit it: nothing else is replaced.
vi.mock("@/src/access/roles", async (original) => ({
  ...(await original<typeof import("@/src/access/roles")>()),
  permissionSource: "clerk",
}));

/** A member whose one permission is each of the catalogue in turn. */
const onePermission = Object.fromEntries(
  Object.keys(permissions)
    .filter(isPermission)
    .map((permission): [string, PrincipalCase] => [
      `onePermission ${permission}`,
      {
        ...principals.onePermission,
        organization: { active: "first", role: "org:custom", permissions: [permission] },
      },
    ]),
);

it("the application runs on the setting under which the token's permissions decide", () => {
  expect(permissionSource).toBe("clerk");
});

describe("the access matrix where the token's permissions decide", () => {
  testMatrix({ ...principals, ...onePermission }, "clerk");
});
