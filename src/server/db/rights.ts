import {
  classification,
  databaseGrants,
  gateGrants,
  permissionGrants,
  type Action,
  type Model,
} from "@/src/access/grants";
import { isPermission, permissions, type Permission } from "@/src/access/permissions";

/** The database's roles, one for each gate and one for the sync; each is called `gate_…` there. */
export const roleNames = ["public", "user", "org", "admin", "sync"] as const;
export type RoleName = (typeof roleNames)[number];

/** What a policy lets its roles do, as pg_policy abbreviates it; `*` is all four. */
const commandOf = { read: "r", create: "a", update: "w", delete: "d" } as const;
// Guarantee: the keys of a literal that has every Action.
export const actions = Object.keys(commandOf) as Action[];

export interface Policy {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: (typeof commandOf)[Action] | "*";
  /** Names of roles; `public` is everybody. */
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

export interface TableFacts {
  readonly name: string;
  readonly secured: boolean;
  readonly policies: readonly Policy[];
  /** What each role holds by itself or by everybody's rights; `other` is TRUNCATE, REFERENCES or TRIGGER. */
  readonly rights: readonly {
    readonly role: string;
    readonly held: readonly (Action | "other")[];
  }[];
}

/** Gives TableFacts of every table in "public", by name, as JSON. `r` is the row of the connected role in pg_roles. */
export const tableFacts = `
  SELECT coalesce(json_agg(json_build_object('name', c.relname, 'secured', c.relrowsecurity,
    'policies', (SELECT coalesce(json_agg(json_build_object('name', p.polname, 'permissive', p.polpermissive, 'command', p.polcmd,
        'roles', (SELECT json_agg(coalesce(g.rolname, 'public')) FROM unnest(p.polroles) o LEFT JOIN pg_roles g ON g.oid = o),
        'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) ORDER BY p.polname), '[]')
      FROM pg_policy p WHERE p.polrelid = c.oid),
    'rights', (SELECT json_agg(json_build_object('role', g.rolname, 'held', array_remove(ARRAY[
        CASE WHEN has_any_column_privilege(g.oid, c.oid, 'SELECT') THEN 'read' END,
        CASE WHEN has_any_column_privilege(g.oid, c.oid, 'INSERT') THEN 'create' END,
        CASE WHEN has_any_column_privilege(g.oid, c.oid, 'UPDATE') THEN 'update' END,
        CASE WHEN has_table_privilege(g.oid, c.oid, 'DELETE') THEN 'delete' END,
        CASE WHEN has_table_privilege(g.oid, c.oid, 'TRUNCATE, TRIGGER')
          OR has_any_column_privilege(g.oid, c.oid, 'REFERENCES') THEN 'other' END], NULL)) ORDER BY g.rolname)
      FROM pg_roles g WHERE g.rolname LIKE 'gate\\_%' OR g.oid = r.oid)) ORDER BY c.relname), '[]')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`;

// Guarantee: the keys of a literal that `satisfies Record<Model, …>`.
export const models = Object.keys(classification) as Model[];
export const everyPermission = Object.keys(permissions).filter(isPermission);

export function tableOf(model: Model): string {
  return model.charAt(0).toUpperCase() + model.slice(1);
}

type Grant = { readonly [M in Model]?: readonly Action[] };

/** Whether the table of grants lets a role of the database do this at all; for `org` under any permission. */
export function isGranted(role: RoleName, model: Model, action: Action): boolean {
  const tables: { readonly [R in RoleName]?: Grant }[] = [gateGrants, databaseGrants];
  const sources = tables.map((table) => table[role]);
  if (role === "org") sources.push(...everyPermission.map((each) => permissionGrants[each]));
  return sources.some((grant) => grant?.[model]?.includes(action));
}

/** The permissions that add the action by themselves, not by what they imply; none where the gate alone grants it. */
function permissionsFor(model: Model, action: Action): Permission[] {
  const own: Grant = gateGrants.org;
  if (own[model]?.includes(action)) return [];
  return everyPermission.filter((permission) => {
    const grant: Grant = permissionGrants[permission];
    return grant[model]?.includes(action);
  });
}

/**
 * Every difference, either way, between the table of grants and the database's privileges and policies, in words. A policy must
 * exist, be for the role and the command, and ask for whom it concerns: the active organization and the permission, or the
 * person. Whether it lets more pass besides is not read from its text, whose form may change with PostgreSQL's version:
 * `npm run db -- check` compares it with the migrations'.
 */
export function findRightsFaults(tables: readonly TableFacts[]): string[] {
  const faults: string[] = [];
  for (const model of models) {
    const table = tables.find(({ name }) => name === tableOf(model));
    if (!table) continue;
    for (const role of roleNames) {
      for (const action of actions) faults.push(...findActionFaults(table, role, model, action));
    }
    for (const { role, held } of table.rights) {
      const isGate = roleNames.some((name) => role === `gate_${name}`);
      const beyond = isGate ? held.filter((right) => right === "other") : held;
      if (beyond.length > 0)
        faults.push(`${role} has rights on "${table.name}" that no role of the application needs`);
    }
    for (const { name, permissive, roles } of table.policies) {
      const known = roles.every((role) => roleNames.some((each) => role === `gate_${each}`));
      if (!known || !permissive)
        faults.push(
          `policy "${name}" on "${table.name}" is for others than the gates, or restrictive`,
        );
    }
  }
  return faults;
}

function findActionFaults(
  table: TableFacts,
  role: RoleName,
  model: Model,
  action: Action,
): string[] {
  const faults: string[] = [];
  const name = `gate_${role}`;
  const what = `gate_${role} ${action} "${table.name}"`;
  const expected = isGranted(role, model, action);
  const held = table.rights.find((right) => right.role === name)?.held.includes(action) ?? false;
  if (expected !== held)
    faults.push(
      expected
        ? `${what}: the privilege is missing`
        : `${what}: a privilege that src/access/grants.ts does not grant`,
    );
  const all = table.policies.filter(
    (policy) => policy.roles.includes(name) || policy.roles.includes("public"),
  );
  // One policy for all commands is the sync's way; what it does not need to do is withheld by its privileges.
  const anything = expected || !actions.some((each) => isGranted(role, model, each));
  const matching = all.filter(
    ({ command }) => command === commandOf[action] || (command === "*" && anything),
  );
  if (expected && matching.length === 0) {
    const usual = role === "sync" ? "sync_write" : `${role}_${action}`;
    faults.push(`${what}: the policy is missing (such as "${usual}")`);
  }
  for (const policy of matching) {
    if (!expected && !grantsNothing(policy))
      faults.push(
        `${what}: policy "${policy.name}" allows what src/access/grants.ts does not grant`,
      );
    if (expected) faults.push(...findClaimFaults(what, policy, role, model, action));
  }
  return faults;
}

function grantsNothing({ using, check }: Policy): boolean {
  return (using ?? "false") === "false" && (check ?? "false") === "false";
}

/** Each expression of a policy must ask for whom it concerns: the organization and the permissions, or the person. */
function findClaimFaults(
  what: string,
  { name, using, check }: Policy,
  role: RoleName,
  model: Model,
  action: Action,
): string[] {
  // Without WITH CHECK, USING stands for both.
  const written = check ?? using;
  const needed = { read: [using], create: [written], update: [using, written], delete: [using] };
  const claim = { org: "organization_id", user: "user_id" };
  return needed[action].flatMap((expression) => {
    const faults: string[] = [];
    if ((role === "org" || role === "user") && !expression?.includes(`app.${claim[role]}()`))
      faults.push(`${what}: policy "${name}" does not ask for app.${claim[role]}()`);
    if (role === "org") {
      const asked = [...(expression ?? "").matchAll(/app\.has\('([^']*)'/g)].map(([, it]) => it);
      const wanted = permissionsFor(model, action);
      if (asked.join() !== wanted.join())
        faults.push(
          `${what}: policy "${name}" asks for [${asked.join()}] and not for [${wanted.join()}]`,
        );
    }
    return faults;
  });
}
