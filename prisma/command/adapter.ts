import {
  ColumnTypeEnum,
  DriverAdapterError,
  type ColumnType,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

/**
 * What Prisma's schema engine needs of a PostgreSQL driver. The published adapter serves the query
 * engine and falls short here: it rejects the catalogue's "char" columns, and it cuts a migration
 * at every semicolon, which breaks function bodies.
 */
export const PROVIDER = "postgres";
export const ADAPTER = "gatehouse-migrations";

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

export class Adapter extends Session implements SqlDriverAdapter {
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
