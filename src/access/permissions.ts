/**
 * The permission catalogue. Keys have Clerk's form, `org:<feature>:<action>`.
 * A new permission goes here, in {@link file://./grants.ts}, in {@link file://./roles.ts} and in a migration; the tests name whatever was left out.
 */
export const permissions = {
  "org:projects:read": { title: "See projects and their tasks", implies: [] },
  "org:projects:manage": {
    title: "Create, rename, archive and delete projects",
    implies: ["org:projects:read"],
  },
  "org:members:read": { title: "See the members", implies: [] },
  "org:members:manage": {
    title: "Invite and remove members, change their roles",
    implies: ["org:members:read"],
  },
  "org:tasks:manage": {
    title: "Create, assign, complete and delete tasks",
    implies: ["org:projects:read", "org:members:read"],
  },
  "org:audit:read": { title: "Read the audit trail", implies: [] },
} as const satisfies Record<
  `org:${string}:${string}`,
  { title: string; implies: readonly string[] }
>;

export type Permission = keyof typeof permissions;

/** A permission and all that it implies, directly or not. */
export type Implied<P extends Permission> = P extends Permission
  ? | P
    | ((typeof permissions)[P]["implies"][number] extends infer Q extends Permission
        ? Implied<Q>
        : never)
  : never;

export function isPermission(value: unknown): value is Permission {
  return typeof value === "string" && Object.hasOwn(permissions, value);
}

/** The given permissions and all that they imply, sorted, each once. */
export function closePermissions(given: Iterable<Permission>): Permission[] {
  const closed = new Set<Permission>();
  const visit = (permission: Permission): void => {
    if (closed.has(permission)) return;
    closed.add(permission);
    permissions[permission].implies.forEach(visit);
  };
  for (const permission of given) visit(permission);
  return [...closed].sort();
}
