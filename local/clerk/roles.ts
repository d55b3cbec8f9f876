import { z } from "zod";
import type { Instance } from "./instance.ts";

const KEY = /^org:[a-z0-9_]+$/;
const PERMISSION = /^org:(?!sys_)[a-z0-9_]+:[a-z0-9_]+$/;
const SYSTEM_PERMISSION = /^org:sys_[a-z0-9_]+:[a-z0-9_]+$/;

/** A role of the instance, as one would make it in Clerk's dashboard. */
export const Role = z.strictObject({
  key: z.string().regex(KEY, "must be like org:editor"),
  name: z.string().min(1),
  description: z.string().default(""),
  /** In the session token and in membership JSON. */
  permissions: z.array(z.string().regex(PERMISSION, "must be like org:posts:publish")).default([]),
  /** Clerk's own: in membership JSON only, for its components in the browser; a server never sees them. */
  systemPermissions: z
    .array(z.string().regex(SYSTEM_PERMISSION, "must be like org:sys_memberships:read"))
    .default([]),
});

export type Role = z.output<typeof Role>;

/** What the instance has until its settings say otherwise: the roles of this repository's application. */
export const ROLES: Role[] = [
  {
    key: "org:admin",
    name: "Admin",
    description: "Role with elevated permissions",
    permissions: [
      "org:projects:read",
      "org:projects:manage",
      "org:tasks:manage",
      "org:members:read",
      "org:members:manage",
      "org:audit:read",
    ],
    systemPermissions: [
      "org:sys_profile:manage",
      "org:sys_profile:delete",
      "org:sys_memberships:read",
      "org:sys_memberships:manage",
      "org:sys_domains:read",
      "org:sys_domains:manage",
      "org:sys_api_keys:read",
      "org:sys_api_keys:manage",
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

type Roles = Pick<Instance, "settings">;

export function findRole(instance: Roles, key: string): Role | undefined {
  return instance.settings.instance.roles.find((role) => role.key === key);
}

export function permissionsOf(instance: Roles, roleKey: string): string[] {
  const role = findRole(instance, roleKey);
  return role ? [...role.systemPermissions, ...role.permissions] : [];
}

/** The role of whoever creates an organization. */
export function creatorRole(instance: Roles): string {
  return instance.settings.instance.creatorRole;
}

/** The role of whoever joins, unless somebody chose another. */
export function defaultRole(instance: Roles): string {
  return instance.settings.instance.defaultRole;
}

/** What is wrong with the roles as a whole: keys that repeat, and chosen roles that do not exist. */
export function problemsOfRoles(settings: {
  roles: readonly Role[];
  creatorRole: string;
  defaultRole: string;
}): { path: (string | number)[]; message: string }[] {
  const keys = settings.roles.map((role) => role.key);
  const repeated = keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [{ path: ["roles", index, "key"], message: `${key} is there twice` }]
      : [],
  );
  const missing = (["creatorRole", "defaultRole"] as const).flatMap((name) =>
    keys.includes(settings[name])
      ? []
      : [{ path: [name], message: `${settings[name]} is no role of this instance` }],
  );
  return [...repeated, ...missing];
}
