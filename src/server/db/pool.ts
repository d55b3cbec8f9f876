import pg from "pg";
import { checkDatabase } from "./check";
import { Lease, TransactionClient } from "./lease";
import { currentScope } from "./scope";
import { queryScoped } from "./statement";

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
  #probe: Promise<void> = Promise.resolve();
  #probedUntil = 0;

  constructor(options: PoolOptions) {
    super({
      connectionString: options.connectionString,
      max: options.max,
      // A caller waits this long for a connection, milliseconds, and is then told to come back (503).
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      allowExitOnIdle: true,
      // A peer that vanished without a word is noticed, rather than waited for.
      keepAlive: true,
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

  /**
   * Checks again, for who asks whether the database is there. However many ask, one check runs, and its answer holds for a
   * second: the question is open to everybody and must not take the pool's connections.
   */
  checkNow(): Promise<void> {
    if (Date.now() >= this.#probedUntil) {
      this.#probedUntil = Infinity;
      this.#probe = this.#runCheck().finally(() => {
        this.#probedUntil = Date.now() + 1_000;
      });
    }
    return this.#probe;
  }

  async #runCheck(): Promise<void> {
    await this.#withClient((client) => checkDatabase(client));
  }

  // Prisma's adapter calls query(config); the other overloads of pg.Pool are not used, and refused.
  override query = (async (config: unknown): Promise<pg.QueryResult> => {
    const scope = currentScope();
    const statement = asConfig(config);
    await this.check();
    return this.#withClient((client) =>
      queryScoped(client, scope, statement, this.#namedStatements),
    );
    // Guarantee: the caller is Prisma's adapter, which passes one config and awaits the promise.
  }) as unknown as pg.Pool["query"];

  /**
   * Writes the audit row of a call that was refused. The one statement that runs without a scope: the entry may be what refused
   * the caller. It can do nothing else.
   */
  async recordRefusal(principal: string, action: string, subjectId: string | null, code: string) {
    await this.check();
    await this.#withClient((client) =>
      client.query("SELECT app.audit_refusal($1::jsonb, $2, $3, $4)", [
        principal,
        action,
        subjectId,
        code,
      ]),
    );
  }

  // Prisma's adapter calls connect() for a transaction and then query("BEGIN"): the entry travels with that.
  override connect = (async (): Promise<TransactionClient> => {
    const scope = currentScope();
    await this.check();
    return new TransactionClient(new Lease(await super.connect()), scope, this.#namedStatements);
    // Guarantee: callers are Prisma's adapter and sync.ts, which use query(config), on, removeListener and release.
  }) as unknown as pg.Pool["connect"];

  async #withClient<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const lease = new Lease(await super.connect());
    try {
      return await lease.run(run);
    } finally {
      lease.release();
    }
  }
}

function asConfig(config: unknown): pg.QueryConfig {
  if (typeof config === "object" && config !== null && "text" in config) {
    // Guarantee: an object with `text` is how Prisma's adapter passes a statement.
    return config as pg.QueryConfig;
  }
  throw new Error("The scoped pool takes statements as objects.");
}
