import pg from "pg";
import { PreparedStatements, type Prepared } from "./prepared";
import type { Scope } from "./scope";

/**
 * The parts of node-postgres's Query and Connection that a statement with a prefix needs. They are not in the package's
 * types; the exact version is pinned, and tests/integration/db/pool.test.ts fails when they change.
 */
interface Wire {
  parse(message: { name?: string; text: string; types?: readonly number[] }): void;
  bind(message: { statement?: string; values: readonly (string | null)[] }): void;
  execute(message: { portal?: string; rows?: number }): void;
  close(message: { type: "S"; name: string }): void;
}
interface QueryInternals {
  name: string | undefined;
  readonly text: string;
  prepare(connection: Wire): void;
  hasBeenParsed(connection: Wire): boolean;
  handleRowDescription(message: unknown): void;
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

/** What each connection holds under names. */
const byConnection = new WeakMap<Wire, PreparedStatements>();

function preparedOn(connection: Wire): PreparedStatements {
  const known = byConnection.get(connection) ?? new PreparedStatements();
  byConnection.set(connection, known);
  return known;
}

interface Sending {
  readonly scope: Scope;
  /** What travels ahead, in the same trip and transaction. */
  readonly prefix: "entry" | "begin" | "nothing";
  /** Whether the statement itself is the entry: of a transaction. */
  readonly isEntry?: boolean;
  /** False where a pooler forbids names. */
  readonly named: boolean;
}

/**
 * A statement that travels with another before it, and one Sync behind both: one round trip, one transaction. When the first
 * fails the server skips the second.
 */
class ScopedQuery extends BaseQuery {
  readonly #sending: Sending;
  #prefixDone: boolean;
  #entry: Prepared | undefined;
  #statement: Prepared | undefined;
  /** Whether it was sent as a statement that the server was thought to hold. */
  #trusted = false;

  constructor(
    sending: Sending,
    config: pg.QueryConfig,
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(config, undefined, callback);
    this.#sending = sending;
    this.#prefixDone = sending.prefix === "nothing";
    // The simple protocol, which node-postgres picks for a query without values, would not let anything travel ahead.
    this.queryMode = "extended";
  }

  /** Whether an error was the prefix's own, before the statement itself was reached. */
  get failedBeforeStatement(): boolean {
    return !this.#prefixDone;
  }

  /** Whether the server no longer has what it held, or no longer has it in the form it had: a migration, a pooler's reset. */
  isOutdated(error: Error): boolean {
    const outdated = "code" in error && (error.code === "0A000" || error.code === "26000");
    return outdated && this.#trusted && this.#prefixDone;
  }

  override prepare(connection: Wire): void {
    const { scope, prefix, named, isEntry } = this.#sending;
    const held = named ? preparedOn(connection) : undefined;
    if (prefix === "begin") {
      connection.parse({ text: "BEGIN" });
      connection.bind({ values: [] });
      connection.execute({});
    } else if (prefix === "entry") {
      this.#entry = held?.entry;
      parse(connection, entryText, this.#entry);
      connection.bind({ statement: this.#entry?.name ?? "", values: entryValues(scope) });
      connection.execute({});
    }
    if (held) {
      const { statement, dropped } = isEntry
        ? { statement: held.entry, dropped: undefined }
        : held.take(scope.role, this.text);
      if (dropped !== undefined) connection.close({ type: "S", name: dropped });
      this.#trusted = statement.held === "yes";
      parse(connection, this.text, statement);
      this.#statement = statement;
      // For the bind alone: node-postgres keeps its own book of named statements, and would take the entry's for this one.
      this.name = statement.name;
    }
    super.prepare(connection);
    this.name = undefined;
  }

  /** A statement with a name was parsed by `prepare` above. */
  override hasBeenParsed(): boolean {
    return this.name !== undefined;
  }

  override handleRowDescription(message: unknown): void {
    this.#keep(this.#statement);
    super.handleRowDescription(message);
  }

  override handleDataRow(message: unknown): void {
    if (this.#prefixDone) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#prefixDone) {
      this.#keep(this.#statement);
      super.handleCommandComplete(message, connection);
      return;
    }
    this.#prefixDone = true;
    this.#keep(this.#entry);
    if (this.#sending.prefix === "entry") this.#sending.scope.hear("let in");
  }

  override handleError(error: Error & { code?: string }, connection: Wire): void {
    // A refusal is raised by the entry's execution, so its Parse had succeeded and the server holds it.
    const entry = this.#sending.isEntry ? this.#statement : this.#entry;
    if (this.#prefixDone && this.#statement) this.#statement.held = "in doubt";
    if (isRefusal(error)) {
      this.#keep(entry);
      if (!this.#prefixDone && this.#sending.prefix === "entry")
        this.#sending.scope.hear("refused");
    }
    super.handleError(error, connection);
  }

  #keep(statement: Prepared | undefined): void {
    if (statement) statement.held = "yes";
  }
}

/** Parses what the server does not hold. Until it has answered that it did, it may have passed over this. */
function parse(connection: Wire, text: string, statement: Prepared | undefined): void {
  if (statement?.held === "yes") return;
  if (statement?.held === "in doubt") connection.close({ type: "S", name: statement.name });
  if (statement) statement.held = "in doubt";
  connection.parse({ name: statement?.name ?? "", text });
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
  return submit(client, { scope, prefix: "entry", named }, config);
}

/** Sends BEGIN and entry in one round trip; role and claims end with COMMIT or ROLLBACK. */
export function beginScoped(
  client: pg.ClientBase,
  scope: Scope,
  named: boolean,
): Promise<pg.QueryResult> {
  const config = { text: entryText, values: entryValues(scope) };
  return submit(client, { scope, prefix: "begin", isEntry: true, named }, config);
}

/** Sends a statement of a transaction that beginScoped began. */
export function queryBegun(
  client: pg.ClientBase,
  scope: Scope,
  config: pg.QueryConfig,
  named: boolean,
): Promise<pg.QueryResult> {
  return submit(client, { scope, prefix: "nothing", named }, config);
}

function submit(
  client: pg.ClientBase,
  sending: Sending,
  config: pg.QueryConfig,
  again = false,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new ScopedQuery(sending, config, (error, result) => {
      if (!error) resolve(result);
      else if (query.failedBeforeStatement && !isRefusal(error)) reject(new EntryFailed(error));
      // Nothing was done: it was all one transaction, which failed. In a longer one there is nothing left to go on with.
      else if (!again && sending.prefix === "entry" && query.isOutdated(error))
        resolve(submit(client, sending, config, true));
      else reject(error);
    });
    // Guarantee: ScopedQuery extends pg's Query, which is Submittable; node-postgres calls submit() on it.
    client.query(query as unknown as pg.Submittable);
  });
}
