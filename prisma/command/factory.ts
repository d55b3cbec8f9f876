import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { Adapter, ADAPTER, PROVIDER } from "./adapter.ts";
import { CommandError } from "./failure.ts";

export interface AdapterOptions {
  connectionString: string;
  /** The schema of `_prisma_migrations`, and of every name that a migration leaves unqualified. */
  schemaName: string;
}

/** Where a migration history can be played back: databases are made there, or one is emptied. */
export type Shadow =
  { kind: "create"; connectionString: string } | { kind: "empty"; connectionString: string };

export class AdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = PROVIDER;
  readonly adapterName = ADAPTER;
  /** The engine does not close all that it opens. */
  private readonly open = new Set<() => Promise<void>>();
  /** What the database said to the last script that failed; the engine passes on the first line alone. */
  scriptFailure: pg.DatabaseError | undefined;

  constructor(
    private readonly main: AdapterOptions,
    private readonly shadow: Shadow,
  ) {}

  async connect(): Promise<Adapter> {
    return this.makeAdapter(this.main.connectionString);
  }

  async connectToShadowDb(): Promise<Adapter> {
    const { kind, connectionString } = this.shadow;
    if (kind === "empty") {
      const adapter = await this.makeAdapter(connectionString);
      await adapter.executeScript(await emptyingScript(adapter));
      return adapter;
    }
    const maker = await connect(connectionString);
    const database = `gatehouse_shadow_${randomUUID().replaceAll("-", "")}`;
    const drop = async () => {
      try {
        await dropDatabase(maker, database);
      } finally {
        await maker.end();
      }
    };
    try {
      await maker.query(`CREATE DATABASE "${database}" TEMPLATE template0`);
    } catch (error) {
      await maker.end();
      throw explainCreate(error);
    }
    try {
      const url = new URL(connectionString);
      url.pathname = `/${database}`;
      return await this.makeAdapter(url.href, drop);
    } catch (error) {
      await drop();
      throw error;
    }
  }

  async closeAll(): Promise<void> {
    for (const close of this.open) await close();
  }

  private async makeAdapter(
    connectionString: string,
    afterwards?: () => Promise<void>,
  ): Promise<Adapter> {
    const client = await connect(connectionString);
    // Said after connecting, not as a start-up option, which a connection pooler may refuse.
    await client.query(`SET search_path TO ${client.escapeIdentifier(this.main.schemaName)}`);
    const close = async () => {
      if (!this.open.delete(close)) return;
      await client.end();
      await afterwards?.();
    };
    this.open.add(close);
    return new Adapter(client, this.main.schemaName, close, (error) => {
      this.scriptFailure = error;
    });
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: ADAPTER });
  // A connection that the server closes is reported by the query that was under way.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Autovacuum may be in it, which only a superuser can turn out; its visits are short. */
async function dropDatabase(maker: pg.Client, database: string): Promise<void> {
  for (let triesLeft = 50; ; triesLeft -= 1) {
    try {
      await maker.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      return;
    } catch (error) {
      const isVisited = error instanceof pg.DatabaseError && error.code === "42501";
      if (!isVisited || triesLeft === 0) throw error;
      await sleep(100);
    }
  }
}

function explainCreate(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || error.code !== "42501") return error;
  return new CommandError(
    "The role of DATABASE_OWNER_URL may not create databases, and comparing needs one to play the migrations back. " +
      'Either ALTER ROLE … CREATEDB, or set DATABASE_SHADOW_URL to an empty database of its own whose name contains "shadow".',
  );
}

/** Everything in a database that somebody set aside for this goes, its name being the proof that they did. */
async function emptyingScript(adapter: Adapter): Promise<string> {
  const { rows } = await adapter.queryRaw({
    sql: `SELECT current_database()::text, quote_ident(nspname) FROM pg_namespace
          WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
    args: [],
    argTypes: [],
  });
  const name = rows[0]?.[0];
  if (typeof name !== "string" || !name.includes("shadow")) {
    throw new CommandError(
      `DATABASE_SHADOW_URL names the database "${String(name)}". What is in it would be deleted, so its name must contain "shadow".`,
    );
  }
  return [
    ...rows.map((row) => `DROP SCHEMA ${String(row[1])} CASCADE;`),
    "CREATE SCHEMA public;",
  ].join("\n");
}
