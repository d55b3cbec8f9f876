import type pg from "pg";
import { closePermissions, type Permission } from "@/src/access/permissions";
import { grantedActions, type Action, type Model } from "@/src/access/grants";
import { everyPermission, isGranted, type RoleName } from "@/src/server/db/rights";
import { Scope, type EntryClaims } from "@/src/server/db/scope";
import { beginScoped } from "@/src/server/db/statement";

/** How a statement reaches the tables: by which role, and for `org` under which permission. */
export interface Entrance {
  readonly label: string;
  /** Null outside any gate. */
  readonly role: RoleName | null;
  readonly permission: Permission | null;
  /** Begins a transaction on the login role's connection and becomes the role, with the caller's claims or without any. */
  begin(client: pg.Client, claims: boolean): Promise<void>;
}

const person: Omit<EntryClaims, "gate"> = {
  user: "user_own",
  session: "sess_of_own",
  issuedAt: 2_000_000_000,
  write: true,
};

function claimsOf(role: RoleName, permission: Permission | null): EntryClaims {
  if (role === "admin") return { ...person, gate: role, admin: true };
  if (role !== "org") return { ...person, gate: role };
  // Entering takes a permission; the entrance without any gives it up again below.
  const required = permission ?? "org:projects:read";
  const permissions = closePermissions([required]);
  return { ...person, gate: role, organization: "org_own", role: "custom", permissions, required };
}

function gate(role: RoleName, permission: Permission | null = null): Entrance {
  const label = role === "org" ? `gate_org under ${permission ?? "no permission"}` : `gate_${role}`;
  return {
    label,
    role,
    permission,
    async begin(client, claims) {
      if (!claims) {
        await client.query(`BEGIN; SET LOCAL ROLE gate_${role}`);
        return;
      }
      // The same two statements, in the same trip, as every transaction of the application.
      await beginScoped(client, new Scope(claimsOf(role, permission)), true);
      if (role === "org" && permission === null)
        await client.query("SELECT set_config('app.permissions', '', true)");
    },
  };
}

/** Every way in: the gates, the sync, and the login role by itself, which inherits gate_entry. */
export const entrances: readonly Entrance[] = [
  gate("public"),
  gate("user"),
  gate("org"),
  ...everyPermission.map((permission) => gate("org", permission)),
  gate("admin"),
  gate("sync"),
  {
    label: "the login role outside any gate (gate_entry)",
    role: null,
    permission: null,
    async begin(client, claims) {
      await client.query("BEGIN");
      // Claims without a role give nothing: what may be done hangs on the role.
      if (claims) await client.query("SELECT app.enter($1)", [claimsOf("admin", null)]);
    },
  },
];

export const targets = ["own", "foreign", "no claims"] as const;
export type Target = (typeof targets)[number];

/** What a cell comes to: a row was reached, none was seen, or the statement was refused. */
export type Outcome = "row" | "nothing" | "refused";

/** What the table of grants says a cell must come to. */
export function expectedOutcome(
  { role, permission }: Entrance,
  model: Model,
  action: Action,
  target: Target,
): Outcome {
  // The privilege is the role's: one that no permission of the gate adds is not even there.
  if (role === null || !isGranted(role, model, action)) return "refused";
  const granted =
    role !== "org" ||
    grantedActions("org", permission ?? undefined)
      .get(model)
      ?.has(action);
  // Administrators and the sync reach every row of what they reach at all, and their policies ask for no claims; nor do the
  // public's, which show what is published.
  const wide = role === "admin" || role === "sync";
  const reached = wide || target === "own" || (target === "no claims" && role === "public");
  if (granted && reached) return "row";
  return action === "create" ? "refused" : "nothing";
}
