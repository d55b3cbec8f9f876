import type pg from "pg";
import {
  classification,
  gateGrants,
  grantedActions,
  permissionGrants,
  type Action,
  type Gate,
  type Model,
} from "@/src/access/grants";
import { isPermission, permissions } from "@/src/access/permissions";

export const everyPermission = Object.keys(permissions).filter(isPermission);
export const gates = ["public", "user", "org", "admin", "sync"] as const;
type AnyGate = (typeof gates)[number];

// Guarantee of both casts: the keys of a literal that `satisfies Record<Model, …>` or `Record<string, Grant>`.
export const models = Object.keys(classification) as Model[];
const ownGates = Object.keys(gateGrants) as Gate[];
const actions = ["read", "create", "update", "delete"] as const satisfies readonly Action[];
const commands = { read: "SELECT", create: "INSERT", update: "UPDATE", delete: "DELETE" } as const;

export const tableOf = (model: Model): string => model.charAt(0).toUpperCase() + model.slice(1);

/** What the database grants beyond the handles: the authors of what the public reads, and the sync, which has no handle. */
function isGrantedBeyond(gate: AnyGate, model: Model, action: Action): boolean {
  if (gate === "public") return model === "user" && action === "read";
  if (gate !== "sync") return false;
  return action !== "delete" && (classification[model] === "mirror" || model === "webhookDelivery");
}

function isGranted(gate: AnyGate, model: Model, action: Action): boolean {
  const own = ownGates.find((name) => name === gate);
  if (!own) return isGrantedBeyond(gate, model, action);
  const proofs = own === "org" ? everyPermission : [undefined];
  return (
    proofs.some((permission) => grantedActions(own, permission).get(model)?.has(action)) ||
    isGrantedBeyond(gate, model, action)
  );
}

interface Policy {
  table: string;
  name: string;
  permissive: string;
  cmd: string;
  roles: string[];
  qual: string | null;
  check: string | null;
}

/** Every difference between the table of grants and the database's privileges and policies, either way, in words. */
export async function findGrantFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows: privileges } = await client.query<{ gate: string; table: string; held: Action[] }>(
    `SELECT gate, "table", array_remove(ARRAY[
         CASE WHEN has_any_column_privilege('gate_' || gate, t, 'SELECT') THEN 'read' END,
         CASE WHEN has_any_column_privilege('gate_' || gate, t, 'INSERT') THEN 'create' END,
         CASE WHEN has_any_column_privilege('gate_' || gate, t, 'UPDATE') THEN 'update' END,
         CASE WHEN has_table_privilege('gate_' || gate, t, 'DELETE') THEN 'delete' END], NULL) AS held
     FROM unnest($1::text[]) gate, unnest($2::text[]) "table", format('"public".%I', "table") t`,
    [gates, models.map(tableOf)],
  );
  const { rows: policies } = await client.query<Policy>(
    `SELECT tablename AS "table", policyname AS name, permissive, cmd, roles::text[] AS roles, qual, with_check AS check
     FROM pg_policies WHERE schemaname = 'public'`,
  );
  const faults: string[] = [];
  for (const gate of gates) {
    for (const model of models) {
      const table = tableOf(model);
      const held = privileges.find((row) => row.gate === gate && row.table === table)?.held ?? [];
      const ofTable = policies.filter(
        (policy) =>
          policy.table === table &&
          (policy.roles.includes(`gate_${gate}`) || policy.roles.includes("public")),
      );
      for (const action of actions) {
        const what = `gate_${gate} ${action} ${table}`;
        const expected = isGranted(gate, model, action);
        if (expected !== held.includes(action))
          faults.push(`${what}: ${expected ? "privilege missing" : "privilege not in the table"}`);
        const matching = ofTable.filter(({ cmd }) => cmd === commands[action] || cmd === "ALL");
        // The sync's policies are FOR ALL; that it may delete nothing is the privileges' part.
        if (expected !== matching.length > 0 && !(gate === "sync" && ofTable.length > 0))
          faults.push(`${what}: ${expected ? "policy missing" : "policy not in the table"}`);
        if (gate === "org") faults.push(...findPermissionFaults(what, model, action, matching));
      }
    }
  }
  for (const { table, name, permissive, roles } of policies) {
    const known = roles.every((role) => gates.some((gate) => role === `gate_${gate}`));
    if (!known || permissive !== "PERMISSIVE")
      faults.push(`${table}.${name}: a policy for others than the gates, or a restrictive one`);
  }
  return faults;
}

/** The permissions that add the action by themselves, not by what they imply; none where the gate alone grants it. */
function permissionsFor(model: Model, action: Action): string[] {
  if (grantedActions("org").get(model)?.has(action)) return [];
  return everyPermission.filter((permission) => {
    const grant: { readonly [M in Model]?: readonly Action[] } = permissionGrants[permission];
    return grant[model]?.includes(action);
  });
}

/** Each expression of a policy must ask for the organization, and for the permission, as the table has it. */
function findPermissionFaults(
  what: string,
  model: Model,
  action: Action,
  policies: Policy[],
): string[] {
  const expected = permissionsFor(model, action);
  return policies.flatMap(({ qual, check }) => {
    const needed = { read: [qual], create: [check], update: [qual, check], delete: [qual] }[action];
    return needed.flatMap((expression) => {
      const asked = [...(expression ?? "").matchAll(/app\.has\('([^']*)'/g)].map(([, it]) => it);
      const faults: string[] = [];
      if (asked.join() !== expected.join())
        faults.push(`${what}: asks for [${asked.join()}] and not for [${expected.join()}]`);
      if (!expression?.includes("app.organization_id()"))
        faults.push(`${what}: does not ask for the organization`);
      return faults;
    });
  });
}
