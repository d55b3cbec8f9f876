import { closePermissions, type Permission } from "./permissions";

/** What may be done with a model. Each action stands for a few methods of the handle (src/server/db/handle.ts). */
export type Action = "read" | "create" | "update" | "delete";

export type Model =
  | "user"
  | "organization"
  | "membership"
  | "invitation"
  | "clerkRole"
  | "clerkPermission"
  | "clerkInstance"
  | "endedSession"
  | "project"
  | "task"
  | "post"
  | "auditEvent"
  | "auditChain"
  | "webhookDelivery"
  | "syncRun"
  | "clerkCommand";

type Grant = { readonly [M in Model]?: readonly Action[] };

/**
 * Every model's class. Start refuses to serve when a table is missing here.
 * mirror: of Clerk, written by the sync alone. tenant: belongs to an organization. own: belongs to its author.
 * system: the application's own bookkeeping.
 */
export const classification = {
  user: "mirror",
  organization: "mirror",
  membership: "mirror",
  invitation: "mirror",
  clerkRole: "mirror",
  clerkPermission: "mirror",
  clerkInstance: "system",
  endedSession: "mirror",
  project: "tenant",
  task: "tenant",
  post: "own",
  auditEvent: "system",
  auditChain: "system",
  webhookDelivery: "system",
  syncRun: "system",
  clerkCommand: "system",
} as const satisfies Record<Model, "mirror" | "tenant" | "own" | "system">;

/** What each gate grants by itself. Rows are narrowed further by the policies: `user` sees its own, `org` the active organization's. */
export const gateGrants = {
  public: { post: ["read"] },
  user: {
    user: ["read"],
    organization: ["read"],
    membership: ["read"],
    post: ["read", "create", "update", "delete"],
  },
  org: { organization: ["read"] },
  admin: {
    user: ["read"],
    organization: ["read"],
    membership: ["read"],
    invitation: ["read"],
    post: ["read"],
    auditEvent: ["read"],
    webhookDelivery: ["read"],
    syncRun: ["read"],
    clerkCommand: ["read"],
  },
} as const satisfies Record<string, Grant>;

export type Gate = keyof typeof gateGrants;

export function isGate(value: unknown): value is Gate {
  return typeof value === "string" && Object.hasOwn(gateGrants, value);
}

/** What each permission adds to the `org` gate. */
export const permissionGrants = {
  "org:projects:read": { project: ["read"], task: ["read"] },
  "org:projects:manage": { project: ["create", "update", "delete"] },
  "org:members:read": { membership: ["read"], user: ["read"] },
  "org:members:manage": { invitation: ["read"] },
  "org:tasks:manage": { task: ["create", "update", "delete"] },
  "org:audit:read": { auditEvent: ["read"] },
} as const satisfies Record<Permission, Grant>;

/** What the database grants beyond the handles: the authors of what the public reads, and the sync, which has no handle. */
export const databaseGrants = {
  public: { user: ["read"] },
  sync: {
    user: ["read", "create", "update"],
    organization: ["read", "create", "update"],
    membership: ["read", "create", "update"],
    invitation: ["read", "create", "update"],
    clerkRole: ["read", "create", "update"],
    clerkPermission: ["read", "create", "update"],
    clerkInstance: ["read", "create", "update"],
    endedSession: ["read", "create", "update", "delete"],
    webhookDelivery: ["read", "create", "update"],
    syncRun: ["read", "create", "update"],
    clerkCommand: ["read"],
  },
} as const satisfies Record<string, Grant>;

export type GrantedActions = ReadonlyMap<Model, ReadonlySet<Action>>;

/** The actions that a gate grants on each model; for `org` with the permission that was proved. Remembered: the table is constant. */
export function grantedActions(gate: Gate, permission?: Permission): GrantedActions {
  const key = `${gate} ${permission ?? ""}`;
  const known = remembered.get(key);
  if (known) return known;
  const sources: Grant[] = [gateGrants[gate]];
  if (gate === "org" && permission) {
    for (const each of closePermissions([permission])) sources.push(permissionGrants[each]);
  }
  const granted = new Map<Model, Set<Action>>();
  for (const source of sources) {
    for (const model of Object.keys(source) as Model[]) {
      // Object.keys of a Grant gives Models: the literals above are checked by `satisfies`.
      const actions = granted.get(model) ?? new Set<Action>();
      for (const action of source[model] ?? []) actions.add(action);
      granted.set(model, actions);
    }
  }
  remembered.set(key, granted);
  return granted;
}

const remembered = new Map<string, GrantedActions>();
