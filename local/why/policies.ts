import type pg from "pg";
import type { Action, Gate } from "@/src/access/grants";
import { tableOf, type Policy, type TableFacts } from "@/src/server/db/rights";
import type { Layer, Reason } from "./answer.ts";
import type { Definitions } from "./sql/definitions.ts";
import { alsoOf, type GrantedAction } from "./types.ts";

const commands = {
  read: { privilege: "SELECT", policy: "r" },
  create: { privilege: "INSERT", policy: "a" },
  update: { privilege: "UPDATE", policy: "w" },
  delete: { privilege: "DELETE", policy: "d" },
} as const satisfies Record<Action, { privilege: string; policy: Policy["command"] }>;

/** What the database itself says of a gate's role. */
export interface Backing {
  readonly tables: readonly TableFacts[];
  readonly privileges: readonly Privilege[];
  /** The permissions that app.has answers yes to; null where no claims were entered. */
  readonly held: readonly string[] | null;
}

interface Privilege {
  readonly table: string;
  readonly privilege: string;
  /** All columns, or those named. */
  readonly whole: boolean;
  readonly columns: readonly string[];
}

/** @param entered whether the claims of this transaction are those of the call */
export async function readBacking(
  client: pg.Client,
  tables: readonly TableFacts[],
  gate: Gate,
  granted: readonly GrantedAction[],
  entered: boolean,
): Promise<Backing> {
  const { rows: privileges } = await client.query<Privilege>(
    `SELECT c.relname AS "table", p AS privilege, has_table_privilege($1, c.oid, p) AS whole,
       CASE WHEN p <> 'DELETE' THEN ARRAY(SELECT a.attname::text FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege($1, c.oid, a.attnum, p)
         ORDER BY a.attnum) ELSE '{}' END AS columns
     FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($2)`,
    [`gate_${gate}`, [...new Set(granted.map(({ model }) => tableOf(model)))]],
  );
  const asked = tables.flatMap(({ policies }) =>
    policies.flatMap(({ using, check }) => askedIn(`${using ?? ""} ${check ?? ""}`)),
  );
  if (!entered) return { tables, privileges, held: null };
  const { rows } = await client.query<{ asked: string }>(
    `SELECT DISTINCT asked FROM unnest($1::text[]) asked WHERE "app"."has"(asked)`,
    [asked],
  );
  return { tables, privileges, held: rows.map((row) => row.asked) };
}

/** The permissions that a policy's expression asks for. */
function askedIn(expression: string): string[] {
  return [...expression.matchAll(/app\.has\('([^']*)'/g)].map(([, permission = ""]) => permission);
}

/**
 * Which privilege and which policies stand behind each granted action. A policy hides rows: it does not refuse the call.
 * @param faults why the application refuses to serve from this database; every call then fails
 */
export function describeBacking(
  gate: Gate,
  granted: readonly GrantedAction[],
  backing: Backing,
  definitions: Definitions,
  faults: readonly string[],
): Layer {
  const lacking = granted.filter((each) => each.used && lackedBy(gate, each, backing).length > 0);
  const reasons = [
    ...faults.map((fault) => ({ text: `the application refuses to serve: ${fault}`, place: null })),
    ...lacking.map((each) => ({
      text: `${each.model} ${each.action} asks for ${lackedBy(gate, each, backing).join(", ")}, which app.enter did not give: no row is seen or changed`,
      place: null,
    })),
    ...granted.flatMap((each) => describeAction(gate, each, backing, definitions)),
  ];
  if (faults.length + lacking.length > 0) {
    const code = faults.length > 0 ? "internal" : null;
    return { name: "policies", verdict: "refuses", code, reasons };
  }
  return { name: "policies", verdict: backing.held ? "allows" : "tells", code: null, reasons };
}

function describeAction(
  gate: Gate,
  granted: GrantedAction,
  backing: Backing,
  definitions: Definitions,
): Reason[] {
  const { model, action } = granted;
  const also = alsoOf(granted);
  const table = tableOf(model);
  const { privilege } = commands[action];
  const found = backing.privileges.find(
    (row) => row.table === table && row.privilege === privilege,
  );
  return [
    {
      text: `${model} ${action}: gate_${gate} ${describePrivilege(privilege, found)}`,
      place: definitions.grant(`gate_${gate}`, table, privilege),
      ...also,
    },
    ...policiesOf(gate, granted, backing).map((policy) => ({
      text: `  policy ${policy.name}: ${expressionOf(action, policy)}`,
      place: definitions.policy(table, policy.name),
      ...also,
    })),
  ];
}

function policiesOf(gate: Gate, { model, action }: GrantedAction, { tables }: Backing): Policy[] {
  const all = tables.find(({ name }) => name === tableOf(model))?.policies ?? [];
  return all.filter(
    ({ command, roles }) =>
      (command === commands[action].policy || command === "*") &&
      (roles.includes(`gate_${gate}`) || roles.includes("public")),
  );
}

/** What an action's policies ask for and the claims do not hold; nothing where no claims were entered. */
function lackedBy(gate: Gate, granted: GrantedAction, backing: Backing): string[] {
  const { held } = backing;
  if (!held) return [];
  return policiesOf(gate, granted, backing)
    .flatMap((policy) => askedIn(expressionOf(granted.action, policy)))
    .filter((permission) => !held.includes(permission));
}

function describePrivilege(name: string, found: Privilege | undefined): string {
  if (found?.whole) return `may ${name}`;
  const columns = found?.columns ?? [];
  return columns.length === 0 ? `may not ${name}` : `may ${name} (${columns.join(", ")})`;
}

/** What of a policy counts for the action, as PostgreSQL prints it, without what it adds. */
function expressionOf(action: Action, { using, check }: Policy): string {
  const written = check ?? using;
  const parts = { read: [using], create: [written], update: [using, written], delete: [using] };
  const texts = parts[action].map((each) => tidy(each ?? "true"));
  return [...new Set(texts)].join(", and afterwards ");
}

function tidy(expression: string): string {
  return expression
    .replace(/\( SELECT (app\.\w+\([^()]*\)) AS \w+\)/g, "$1")
    .replace(/'::text/g, "'")
    .replace(/\s+/g, " ")
    .replace(/^\((.*)\)$/, "$1");
}
