/** The roles and permissions of this instance, as one would set them in Clerk's dashboard. */

export interface Role {
  key: string;
  name: string;
  description: string;
  /** In the session token and in membership JSON. */
  permissions: readonly string[];
  /** Clerk's own: in membership JSON only, for its components in the browser; a server never sees them. */
  systemPermissions: readonly string[];
}

export const CREATOR_ROLE = "org:admin";
export const DEFAULT_ROLE = "org:member";

export const ROLES: readonly Role[] = [
  {
    key: "org:admin",
    name: "Admin",
    description: "Role with elevated permissions",
    permissions: [
      "org:projects:read",
      "org:projects:manage",
      "org:tasks:manage",
      "org:members:read",
      "org:audit:read",
    ],
    systemPermissions: [
      "org:sys_profile:manage",
      "org:sys_profile:delete",
      "org:sys_memberships:read",
      "org:sys_memberships:manage",
      "org:sys_domains:read",
      "org:sys_domains:manage",
    ],
  },
  {
    key: "org:member",
    name: "Member",
    description: "Role with non-elevated permissions",
    permissions: ["org:projects:read", "org:tasks:manage", "org:members:read"],
    systemPermissions: ["org:sys_memberships:read"],
  },
];

export function findRole(key: string): Role | undefined {
  return ROLES.find((role) => role.key === key);
}

export function permissionsOf(roleKey: string): string[] {
  const role = findRole(roleKey);
  return role ? [...role.systemPermissions, ...role.permissions] : [];
}
