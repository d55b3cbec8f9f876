import pg from "pg";
import { checkDatabase } from "./check";
import { currentScope, type Scope } from "./scope";
import { beginScoped, EntryFailed, isRefusal, queryScoped } from "./statement";

export interface PoolOptions {
  /** Address of the login role: no superuser, no owner; start refuses to serve otherwise. */
  connectionString: string;
  /** Most connections at once. */
  max: number;
  /** False where a pooler between us and Postgres forbids named statements. */
  namedStatements: boolean;
}

/**
 * A pool on which nothing runs without a scope. Prisma's adapter uses it like any pool: `query` for single statements,
 * `connect` for transactions. Both read the scope of the call and send it ahead.
 */
export class ScopedPool extends pg.Pool {
  readonly #namedStatements: boolean;
  #checked: Promise<void> | undefined;

  constructor(options: PoolOptions) {
    super({
      connectionString: options.connectionString,
      max: options.max,
      // A caller waits this long for a connection, milliseconds, and is then told to come back (503).
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      allowExitOnIdle: true,
    });
    this.#namedStatements = options.namedStatements;
    // An idle connection that dies is replaced at the next use; without a listener it would end the process.
    this.on("error", () => undefined);
  }

  /**
   * Resolves once the database was found to keep its side of the rules; runs before anything is served.
   * @throws UnsafeDatabase naming every fault, or the connection's error.
   */
  check(): Promise<void> {
    this.#checked ??= this.#runCheck().catch((error: unknown) => {
      this.#checked = undefined; // An outage passes; the next caller checks again.
      throw error;
    });
    return this.#checked;
  }

  /** Checks now, whatever was found before: for who asks whether the database is there. */
  async checkNow(): Promise<void> {
    await this.#runCheck();
  }

  async #runCheck(): Promise<void> {
    const client = await super.connect();
    try {
      await checkDatabase(client);
    } finally {
      client.release();
    }
  }

  // Prisma's adapter calls query(config); the other overloads of pg.Pool are not used, and refused.
  override query = (async (config: unknown): Promise<pg.QueryResult> => {
    const scope = currentScope();
    await this.check();
    return this.#withClient((client) =>
      queryScoped(client, scope, asConfig(config), this.#namedStatements),
    );
    // Guarantee: callers are Prisma's adapter and runScoped below, which pass one config and await the promise.
  }) as unknown as pg.Pool["query"];

  /** Runs one statement of our own in the given scope. */
  async runScoped(scope: Scope, text: string, values: unknown[]): Promise<pg.QueryResult> {
    await this.check();
    return this.#withClient((client) =>
      queryScoped(client, scope, { text, values }, this.#namedStatements),
    );
  }

  // Prisma's adapter calls connect() for a transaction and then query("BEGIN"): the entry travels with that.
  override connect = (async (): Promise<pg.PoolClient> => {
    const scope = currentScope();
    await this.check();
    const client = await super.connect();
    // Guarantee: query is a method of the client's prototype; an own property shadows it until BEGIN was sent.
    client.query = (async (config: unknown) => {
      if (asConfig(config).text !== "BEGIN")
        throw new Error("A transaction must start with BEGIN.");
      Reflect.deleteProperty(client, "query");
      try {
        return await beginScoped(client, scope);
      } catch (error) {
        // The transaction is open and failed; end it before the connection goes back.
        await client.query("ROLLBACK");
        throw error instanceof EntryFailed ? error.cause : error;
      }
    }) as typeof client.query;
    return client;
  }) as unknown as pg.Pool["connect"];

  async #withClient<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await super.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on("error", onError);
    try {
      return await run(client);
    } catch (error) {
      if (error instanceof EntryFailed) {
        broken = error;
        throw error.cause;
      }
      // An error of the statement (it has an SQLSTATE) leaves the connection in order; anything else does not.
      if (!(error instanceof pg.DatabaseError) || isFatal(error)) {
        broken = error instanceof Error ? error : new Error(String(error));
      }
      throw error;
    } finally {
      client.removeListener("error", onError);
      client.release(broken);
    }
  }
}

function isFatal(error: pg.DatabaseError): boolean {
  return !isRefusal(error) && error.severity !== "ERROR";
}

function asConfig(config: unknown): pg.QueryConfig {
  if (typeof config === "object" && config !== null && "text" in config) {
    // Guarantee: an object with `text` is how Prisma's adapter passes a statement.
    return config as pg.QueryConfig;
  }
  throw new Error("The scoped pool takes statements as objects.");
}
