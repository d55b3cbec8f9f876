import pg from "pg";
import type { Scope } from "./scope";

/**
 * The parts of node-postgres's Query and Connection that a statement with a prefix needs. They are not in the package's
 * types; the exact version is pinned, and tests/integration/db/pool.test.ts fails when they change.
 */
interface Wire {
  parse(message: { name?: string; text: string; types?: readonly number[] }): void;
  bind(message: { statement?: string; values: readonly (string | null)[] }): void;
  execute(message: { portal?: string; rows?: number }): void;
}
interface QueryInternals {
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
  handleError(error: Error & { code?: string }, connection: Wire): void;
  queryMode: string;
}
// Guarantee: pg exports its JavaScript Query class, whose prototype has these methods (lib/query.js of the pinned version).
const BaseQuery = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: undefined,
  callback: (error: Error | null, result: pg.QueryResult) => void,
) => QueryInternals;

const entryText =
  "SELECT app.enter($1::jsonb), set_config('role', $2, true), set_config('transaction_read_only', $3, true)";
const entryName = "gatehouse_enter";

/** Connections that hold the named entry statement. */
const prepared = new WeakSet<Wire>();

type Prefix = { kind: "enter"; scope: Scope; named: boolean } | { kind: "begin" };

/**
 * A statement that travels with another before it, and one Sync behind both: one round trip, one transaction. When the first
 * fails the server skips the second.
 */
class PrefixedQuery extends BaseQuery {
  #prefixDone = false;
  readonly #prefix: Prefix;

  constructor(
    prefix: Prefix,
    config: pg.QueryConfig,
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(config, undefined, callback);
    this.#prefix = prefix;
    // The simple protocol, which node-postgres picks for a query without values, would not let anything travel ahead.
    this.queryMode = "extended";
  }

  /** Whether an error was the prefix's own, before the statement itself was reached. */
  get failedBeforeStatement(): boolean {
    return !this.#prefixDone;
  }

  override prepare(connection: Wire): void {
    if (this.#prefix.kind === "begin") {
      connection.parse({ text: "BEGIN" });
      connection.bind({ values: [] });
      connection.execute({});
    } else {
      const { scope, named } = this.#prefix;
      const statement = named ? entryName : "";
      if (!named || !prepared.has(connection))
        connection.parse({ name: statement, text: entryText });
      connection.bind({ statement, values: entryValues(scope) });
      connection.execute({});
    }
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#prefixDone) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#prefixDone) {
      super.handleCommandComplete(message, connection);
      return;
    }
    this.#prefixDone = true;
    this.#rememberPrepared(connection);
    this.#hear("let in");
  }

  override handleError(error: Error & { code?: string }, connection: Wire): void {
    // A refusal is raised by the entry's execution, so its Parse had succeeded and the name is taken.
    if (!this.#prefixDone && isRefusal(error)) {
      this.#rememberPrepared(connection);
      this.#hear("refused");
    }
    super.handleError(error, connection);
  }

  #hear(answer: "let in" | "refused"): void {
    if (this.#prefix.kind === "enter") this.#prefix.scope.hear(answer);
  }

  #rememberPrepared(connection: Wire): void {
    if (this.#prefix.kind === "enter" && this.#prefix.named) prepared.add(connection);
  }
}

function entryValues(scope: Scope): [string, string, string] {
  return [scope.entry, scope.role, scope.readOnly ? "on" : "off"];
}

/** Whether app.enter refused the principal; such an error leaves the connection in order. */
function isRefusal(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && error.code.startsWith("GH");
}

/** The entry could not run at all (not a refusal): what the server now holds under its name is unknown, so drop the connection. */
export class EntryFailed extends Error {
  override readonly name = "EntryFailed";
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** Sends entry and statement in one round trip and one implicit transaction: role and claims end with it. */
export function queryScoped(
  client: pg.ClientBase,
  scope: Scope,
  config: pg.QueryConfig,
  named: boolean,
): Promise<pg.QueryResult> {
  return submit(client, { kind: "enter", scope, named }, config);
}

/** Sends BEGIN and entry in one round trip; role and claims end with COMMIT or ROLLBACK. */
export function beginScoped(client: pg.ClientBase, scope: Scope): Promise<pg.QueryResult> {
  return submit(client, { kind: "begin" }, { text: entryText, values: entryValues(scope) });
}

function submit(
  client: pg.ClientBase,
  prefix: Prefix,
  config: pg.QueryConfig,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new PrefixedQuery(prefix, config, (error, result) => {
      if (!error) resolve(result);
      else if (query.failedBeforeStatement && !isRefusal(error)) reject(new EntryFailed(error));
      else reject(error);
    });
    // Guarantee: PrefixedQuery extends pg's Query, which is Submittable; node-postgres calls submit() on it.
    client.query(query as unknown as pg.Submittable);
  });
}
