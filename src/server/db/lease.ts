import pg from "pg";
import type { Scope } from "./scope";
import { beginScoped, EntryFailed, queryBegun } from "./statement";

/** A connection while one call has it. Knows whether it may go back to the pool, and sends nothing once it has. */
export class Lease {
  readonly #client: pg.PoolClient;
  #broken: Error | undefined;
  #released = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
    // A connection that dies between two statements says so here; without a listener that would end the process.
    client.on("error", this.#onError);
  }

  readonly #onError = (error: Error): void => {
    this.#broken = error;
  };

  /** @throws what the statement throws; node-postgres's error where the entry failed. */
  async run<T>(send: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    // A caller that had to give up (a time limit) may still have statements to send: they must not meet the next caller's.
    if (this.#released) throw new Error("The connection of this call has been given back.");
    try {
      return await send(this.#client);
    } catch (error) {
      if (error instanceof EntryFailed) {
        this.#broken = error;
        throw error.cause;
      }
      if (!leavesConnectionInOrder(error)) {
        this.#broken = error instanceof Error ? error : new Error(String(error));
      }
      throw error;
    }
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#client.removeListener("error", this.#onError);
    this.#client.release(this.#broken);
  }
}

/** An error of the statement (it has an SQLSTATE) does; a lost connection, or a server going away, does not. */
function leavesConnectionInOrder(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(08|57P|XX)/.test(error.code ?? "08");
}

/**
 * What Prisma's adapter takes for a pooled client: its BEGIN brings the scope's entry along. The adapter would drop the
 * connection whenever a transaction is refused; here that depends on the connection's state alone.
 */
export class TransactionClient {
  readonly #lease: Lease;
  readonly #scope: Scope;
  readonly #named: boolean;
  #begun = false;

  constructor(lease: Lease, scope: Scope, named: boolean) {
    this.#lease = lease;
    this.#scope = scope;
    this.#named = named;
  }

  query(config: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.#begun) return this.#lease.run((client) => this.#send(client, config));
    if (config.text !== "BEGIN") throw new Error("A transaction must start with BEGIN.");
    this.#begun = true;
    return this.#begin();
  }

  /** COMMIT and its like have no values, and nothing to plan. */
  #send(client: pg.PoolClient, config: pg.QueryConfig): Promise<pg.QueryResult> {
    return config.values && config.values.length > 0
      ? queryBegun(client, this.#scope, config, this.#named)
      : client.query(config);
  }

  async #begin(): Promise<pg.QueryResult> {
    try {
      return await this.#lease.run((client) => beginScoped(client, this.#scope, this.#named));
    } catch (error) {
      // The transaction is open and failed; end it before the connection goes back. A failure here marks the lease.
      await this.#lease.run((client) => client.query("ROLLBACK")).catch(() => undefined);
      throw error;
    }
  }

  /** The adapter listens for lost connections; the lease has its own listener. */
  on(): this {
    return this;
  }

  removeListener(): this {
    return this;
  }

  release(): void {
    this.#lease.release();
  }
}
