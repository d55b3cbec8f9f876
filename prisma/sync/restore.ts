import pg from "pg";
import { env } from "@/src/env";
import { CommandError } from "../command/failure.ts";
import { findOwner } from "../command/owner.ts";
import { useLocalStack } from "./local.ts";

/**
 * Moves what a deleted organization left into another one, as the database's owner: no role of the application may carry rows
 * from one tenant to another.
 */
export async function restore(from: string, into: string): Promise<number> {
  // Before the local stack is put into the environment: whoever names no database means the local one, also as its owner.
  const owner = await findOwner();
  try {
    await useLocalStack();
    const moved = await restoreTenant(owner.ownerUrl, from, into);
    process.stdout.write(`Moved ${moved} rows of ${from} into ${into}.\n`);
    return 0;
  } finally {
    await owner.release();
  }
}

/** @returns how many rows were moved. @throws CommandError where the database refuses. */
export async function restoreTenant(ownerUrl: string, from: string, into: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ moved: string }>(
      `SELECT "app"."restore_tenant"($1, $2, $3) AS moved`,
      [from, into, env().TENANT_HOLD_BACK_DAYS],
    );
    return Number(rows[0]?.moved ?? 0);
  } catch (error) {
    // Its message holds the ids that were given, and nothing else.
    if (error instanceof pg.DatabaseError && error.code === "GH010")
      throw new CommandError(`${error.message}. Nothing was changed.`);
    throw error;
  } finally {
    await client.end();
  }
}
