import { randomUUID } from "node:crypto";
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type ColumnType,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { CommandError } from "./failure.ts";

/**
 * What Prisma's schema engine needs of a PostgreSQL driver. The published adapter serves the query
 * engine and falls short here: it rejects the catalogue's "char" columns, and it cuts a migration
 * at every semicolon, which breaks function bodies.
 */
const PROVIDER = "postgres";
const ADAPTER = "gatehouse-migrations";

const columnTypes: Readonly<Record<number, ColumnType>> = {
  16: ColumnTypeEnum.Boolean,
  17: ColumnTypeEnum.Bytes,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  114: ColumnTypeEnum.Json,
  700: ColumnTypeEnum.Float,
  701: ColumnTypeEnum.Double,
  1000: ColumnTypeEnum.BooleanArray,
  1002: ColumnTypeEnum.TextArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
  1015: ColumnTypeEnum.TextArray,
  1016: ColumnTypeEnum.Int64Array,
  1028: ColumnTypeEnum.Int64Array,
  1114: ColumnTypeEnum.DateTime,
  1184: ColumnTypeEnum.DateTime,
  1700: ColumnTypeEnum.Numeric,
  2950: ColumnTypeEnum.Uuid,
  3802: ColumnTypeEnum.Json,
};

/** Everything else, such as name (19), is text to the engine. */
function columnType(oid: number): ColumnType {
  return columnTypes[oid] ?? ColumnTypeEnum.Text;
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  114: (text) => text,
  1114: (text) => `${text.replace(" ", "T")}+00:00`,
  1184: (text) => text.replace(" ", "T").replace(/[+-]\d{2}(:\d{2})?$/, "+00:00"),
  1700: (text) => text,
  3802: (text) => text,
};

/** Its own type lists the built-in types alone; for any other number it gives the text as it is. */
const library: { getTypeParser(oid: number, format: "text"): (text: string) => unknown } = pg.types;

function parser(oid: number): (text: string) => unknown {
  return parsers[oid] ?? library.getTypeParser(oid, "text");
}

/** The engine shows what the database said; anything that is not the database speaking is rethrown. */
function translate(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  return new DriverAdapterError({
    kind: "postgres",
    originalCode: error.code,
    originalMessage: error.message,
    code: error.code ?? "N/A",
    severity: error.severity ?? "ERROR",
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}

class Session {
  readonly provider = PROVIDER;
  readonly adapterName = ADAPTER;

  constructor(protected readonly client: pg.ClientBase) {}

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const { fields, rows } = await this.run(query);
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => columnType(field.dataTypeID)),
      rows,
    };
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return (await this.run(query)).rowCount ?? 0;
  }

  private async run(query: SqlQuery): Promise<pg.QueryArrayResult<unknown[]>> {
    try {
      return await this.client.query<unknown[]>({
        text: query.sql,
        values: query.args,
        rowMode: "array",
        types: { getTypeParser: parser },
      });
    } catch (error) {
      throw translate(error);
    }
  }
}

/** The engine sends COMMIT and ROLLBACK itself, by executeRaw. */
class SessionTransaction extends Session implements Transaction {
  readonly options = { usePhantomQuery: false };
  async commit(): Promise<void> {}
  async rollback(): Promise<void> {}
}

class Adapter extends Session implements SqlDriverAdapter {
  constructor(
    client: pg.ClientBase,
    private readonly schemaName: string,
    private readonly close: () => Promise<void>,
    private readonly onScriptFailure: (error: pg.DatabaseError) => void,
  ) {
    super(client);
  }

  /** One simple query: the server parses the script, dollar quotes and all, and runs it atomically. */
  async executeScript(script: string): Promise<void> {
    try {
      await this.client.query(script);
    } catch (error) {
      if (error instanceof pg.DatabaseError) this.onScriptFailure(error);
      throw translate(error);
    }
  }

  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    await this.client.query(
      isolationLevel === undefined ? "BEGIN" : `BEGIN ISOLATION LEVEL ${isolationLevel}`,
    );
    return new SessionTransaction(this.client);
  }

  getConnectionInfo() {
    return { schemaName: this.schemaName, supportsRelationJoins: true };
  }

  dispose(): Promise<void> {
    return this.close();
  }
}

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
      await maker.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      await maker.end();
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
