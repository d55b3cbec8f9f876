import type { databaseGrants, Gate, gateGrants, Model, permissionGrants } from "./grants";

/** Which rows of a model a gate reaches, in words. The policies say the same in SQL; a test holds each to its words. */
export const reaches = {
  published: "published ones",
  authors: "authors of published posts",
  self: "the caller",
  own: "the caller's own",
  joined: "those the caller belongs to",
  active: "the active organization's",
  here: "the active organization",
  members: "members of the active organization",
  all: "all",
} as const;

export type Reach = keyof typeof reaches;

type AnyGate = Gate | keyof typeof databaseGrants;
type ModelsOf<T, G> = G extends keyof T ? keyof T[G] : never;
type OfPermissions = {
  [P in keyof typeof permissionGrants]: keyof (typeof permissionGrants)[P];
}[keyof typeof permissionGrants];
type Reaches<G extends AnyGate> = {
  readonly [
    M in
      | ModelsOf<typeof gateGrants, G>
      | ModelsOf<typeof databaseGrants, G>
      | (G extends "org" ? OfPermissions : never)
  ]: Reach;
};

/** A grant of a model that says nothing of its rows does not compile. What a permission allows does not change which rows. */
export const gateReach = {
  public: { post: "published", user: "authors" },
  user: { user: "self", organization: "joined", membership: "own", post: "own" },
  org: {
    organization: "here",
    project: "active",
    task: "active",
    membership: "active",
    invitation: "active",
    user: "members",
    auditEvent: "active",
  },
  admin: {
    user: "all",
    organization: "all",
    membership: "all",
    invitation: "all",
    post: "all",
    auditEvent: "all",
    webhookDelivery: "all",
    syncRun: "all",
    clerkCommand: "all",
  },
  sync: {
    user: "all",
    organization: "all",
    membership: "all",
    invitation: "all",
    clerkRole: "all",
    clerkPermission: "all",
    clerkInstance: "all",
    endedSession: "all",
    webhookDelivery: "all",
    syncRun: "all",
    clerkCommand: "all",
  },
} as const satisfies { readonly [G in AnyGate]: Reaches<G> };

/** The rows of the model that the gate reaches; null where it grants nothing on it. */
export function reachOf(gate: AnyGate, model: Model): Reach | null {
  const ofGate: { readonly [M in Model]?: Reach } = gateReach[gate];
  return ofGate[model] ?? null;
}
