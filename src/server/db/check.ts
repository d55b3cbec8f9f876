import type pg from "pg";
import { findPowerFaults, powerFacts, triggerFacts, type Power } from "./powers";
import { findRightsFaults, models, tableFacts, tableOf, type TableFacts } from "./rights";

/** The database does not keep its side of the rules. The application must not serve. */
export class UnsafeDatabase extends Error {
  override readonly name = "UnsafeDatabase";
  constructor(readonly faults: readonly string[]) {
    super(`Refusing to serve: ${faults.join("; ")}.`);
  }
}

/**
 * Fails unless the connected role is bound by row security everywhere.
 * @throws UnsafeDatabase naming every fault at once.
 */
export async function checkDatabase(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Facts>(factsQuery);
  const facts = rows[0];
  const faults = facts ? findFaults(facts) : ["the database answered nothing about itself"];
  if (faults.length > 0) throw new UnsafeDatabase(faults);
}

interface Facts {
  role: string;
  superuser: boolean;
  bypasses: boolean;
  owned: string[];
  inherited: string[];
  gates: string[];
  unbound: string[];
  tables: TableFacts[];
  powers: Power[];
  triggers: string[];
}

// Membership roles with INHERIT would hand the login role a gate's rights outside any scope.
const factsQuery = `
  SELECT r.rolname AS role, r.rolsuper AS superuser, r.rolbypassrls AS bypasses,
    coalesce((SELECT array_agg(c.relname::text ORDER BY c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'MEMBER')), '{}') AS owned,
    coalesce((SELECT array_agg(g.rolname::text ORDER BY g.rolname) FROM pg_roles g
      WHERE g.rolname LIKE 'gate\\_%' AND g.rolname <> 'gate_entry' AND pg_has_role(r.oid, g.oid, 'USAGE')), '{}') AS inherited,
    coalesce((SELECT array_agg(g.rolname::text ORDER BY g.rolname) FROM pg_roles g
      WHERE g.rolname LIKE 'gate\\_%' AND pg_has_role(r.oid, g.oid, 'MEMBER')), '{}') AS gates,
    coalesce((SELECT array_agg(g.rolname::text ORDER BY g.rolname) FROM pg_roles g
      WHERE (g.rolsuper OR g.rolbypassrls) AND g.oid <> r.oid AND pg_has_role(r.oid, g.oid, 'MEMBER')), '{}') AS unbound,
    (${tableFacts}) AS tables,
    (${powerFacts}) AS powers,
    (${triggerFacts}) AS triggers
  FROM pg_roles r WHERE r.rolname = current_user`;

const neededGates = [
  "gate_entry",
  "gate_public",
  "gate_user",
  "gate_org",
  "gate_admin",
  "gate_sync",
];

function findFaults(facts: Facts): string[] {
  const faults: string[] = [];
  if (facts.superuser) {
    // A superuser is a member of every role and owns what it likes: the rest would only repeat this.
    return [`the database role "${facts.role}" is a superuser, whom row security does not bind`];
  }
  if (facts.bypasses) faults.push(`the database role "${facts.role}" can bypass row security`);
  if (facts.unbound.length > 0) {
    faults.push(
      `the database role "${facts.role}" may switch to ${facts.unbound.join(", ")}, whom row security does not bind`,
    );
  }
  if (facts.owned.length > 0) {
    faults.push(
      `the database role "${facts.role}" owns ${facts.owned.join(", ")}, and row security does not bind an owner`,
    );
  }
  if (facts.inherited.length > 0) {
    faults.push(
      `the database role "${facts.role}" inherits ${facts.inherited.join(", ")}; it may only switch to them`,
    );
  }
  const missingGates = neededGates.filter((gate) => !facts.gates.includes(gate));
  if (missingGates.length > 0) {
    faults.push(
      `the database role "${facts.role}" lacks ${missingGates.join(", ")}; run \`npm run db -- login\``,
    );
  }
  const expected = new Set(models.map(tableOf));
  for (const table of facts.tables) {
    if (!expected.has(table.name))
      faults.push(`table "${table.name}" has no classification in src/access/grants.ts`);
    if (!table.secured) faults.push(`table "${table.name}" has row security off`);
    else if (table.policies.length === 0) faults.push(`table "${table.name}" has no policy`);
    expected.delete(table.name);
  }
  if (expected.size > 0) {
    faults.push(`missing ${[...expected].join(", ")}; run \`npm run db -- deploy\``);
  }
  faults.push(...findRightsFaults(facts.tables.map((table) => withoutKnown(table, facts))));
  // Whoever owns the tables owns the rest too, and where tables are missing so is the rest: that has been said.
  if (facts.owned.length === 0 && expected.size === 0)
    faults.push(...findPowerFaults(facts.powers, facts.triggers, facts.role));
  return faults;
}

/** Leaves out what an owner or an heir of the gates holds for that very reason, which has been said. */
function withoutKnown(table: TableFacts, { role, owned, inherited }: Facts): TableFacts {
  if (!owned.includes(table.name) && inherited.length === 0) return table;
  return { ...table, rights: table.rights.filter((right) => right.role !== role) };
}
