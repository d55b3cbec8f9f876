import type pg from "pg";
import { findRightsFaults, tableFacts, type TableFacts } from "@/src/server/db/rights";

/** Every difference between the table of grants and the database's privileges and policies, as the start-up check finds them. */
export async function findGrantFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ tables: TableFacts[] }>(
    `SELECT (${tableFacts}) AS tables FROM pg_roles r WHERE r.rolname = 'gate_entry'`,
  );
  const [facts] = rows;
  if (!facts) throw new Error("There is no gate_entry.");
  return findRightsFaults(facts.tables);
}
