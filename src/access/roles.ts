import { closePermissions, isPermission, type Permission } from "./permissions";

/**
 * Where a role's permissions come from.
 * `roles`: the table below; Clerk need not know our permissions. An unknown role has none.
 * `clerk`: only what Clerk says, by the session token's `o.per` claim and, where the mirror is newer than the token, by Clerk's
 * roles; for teams who edit roles in Clerk.
 * Never both, and neither falls back to the other: a fallback would give back what somebody took away.
 */
export type PermissionSource = "roles" | "clerk";
// Guarantee of the cast: a PermissionSource by `satisfies`; widened so that code for the other setting is checked as well.
export const permissionSource = "roles" satisfies PermissionSource as PermissionSource;

export const roles = {
  "org:admin": {
    title: "Admin",
    permissions: [
      "org:projects:manage",
      "org:tasks:manage",
      "org:members:manage",
      "org:audit:read",
    ],
  },
  "org:member": { title: "Member", permissions: ["org:projects:read", "org:tasks:manage"] },
} as const satisfies Record<string, { title: string; permissions: readonly Permission[] }>;

export type Role = keyof typeof roles;

export function isRole(value: unknown): value is Role {
  return typeof value === "string" && Object.hasOwn(roles, value);
}

/** The permissions of a role, with all that they imply; none for an unknown role. */
export function rolePermissions(role: string | null): readonly Permission[] {
  return isRole(role) ? closePermissions(roles[role].permissions) : [];
}

/** What somebody may do under the setting above, with all that it implies: by their role, or by what their token says. */
export function heldPermissions(
  role: string | null,
  claimed: readonly string[],
  source: PermissionSource = permissionSource,
): readonly Permission[] {
  return source === "roles"
    ? rolePermissions(role)
    : closePermissions(claimed.filter(isPermission));
}

/** The roles of ours that may manage the members: there must always be somebody with one of them. */
// Guarantee: the keys of the literal above.
export const managerRoles: readonly Role[] = (Object.keys(roles) as Role[]).filter((role) =>
  rolePermissions(role).includes("org:members:manage"),
);
