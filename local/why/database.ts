import { existsSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { checkDatabase, UnsafeDatabase } from "@/src/server/db/check";
import { tableFacts, type TableFacts } from "@/src/server/db/rights";
import type { EntryClaims } from "@/src/server/db/scope";
import { Scope } from "@/src/server/db/scope";
import { beginScoped } from "@/src/server/db/statement";
import { describeUrl, loginUrlOf } from "../stack/login.ts";
import { NoAnswer } from "./failure.ts";

/** A database as the application's login role sees it. */
export interface Connection {
  readonly client: pg.Client;
  readonly tables: readonly TableFacts[];
  /** Why the application refuses to serve from it: every call then fails. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Connects as the application's login role: to the database that is named, or to the local one. @throws NoAnswer */
export async function connect(
  databaseUrl: string | undefined,
  localFolder: string,
): Promise<Connection> {
  if (databaseUrl) {
    const client = await connectTo(databaseUrl);
    return survey(client, () => client.end());
  }
  if (!existsSync(path.join(localFolder, "login-password"))) {
    throw new NoAnswer(
      "There is no local database yet: `npm run dev` makes it. Or set DATABASE_URL to another one.",
    );
  }
  const { borrowLocalPostgres } = await import("../postgres/borrow.ts");
  const borrowed = await borrowLocalPostgres(path.join(localFolder, "postgres"));
  try {
    const client = await connectTo(loginUrlOf(borrowed.ownerUrl, localFolder));
    return await survey(client, async () => {
      await client.end();
      await borrowed.release();
    });
  } catch (error) {
    await borrowed.release();
    throw error;
  }
}

/** Looks at the database as start does, once. */
async function survey(client: pg.Client, close: () => Promise<void>): Promise<Connection> {
  try {
    const { rows } = await client.query<{ tables: TableFacts[] }>(
      `SELECT (${tableFacts}) AS tables FROM pg_roles r WHERE r.rolname = current_user`,
    );
    return { client, tables: rows[0]?.tables ?? [], faults: await findFaults(client), close };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function findFaults(client: pg.Client): Promise<readonly string[]> {
  try {
    await checkDatabase(client);
    return [];
  } catch (error) {
    if (error instanceof UnsafeDatabase) return error.faults;
    throw error;
  }
}

async function connectTo(address: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: 5_000,
    application_name: "gatehouse why",
  });
  // A connection that is lost rejects the statement that waits for it; without a listener it would end the process too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new NoAnswer(`Cannot connect to ${describeUrl(address)}: ${messageOf(error)}`);
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** Runs `run` behind an entry with these claims, exactly as a gate's statement would run, and takes everything back. */
export async function undone<T>(
  client: pg.Client,
  claims: EntryClaims,
  run: () => Promise<T>,
): Promise<T> {
  try {
    await beginScoped(client, new Scope(claims), false);
    return await run();
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
  }
}
