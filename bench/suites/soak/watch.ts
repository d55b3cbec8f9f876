import pg from "pg";
import type { BenchApplication } from "../../support/application.ts";
import { openFiles, residentBytes } from "../../support/processes.ts";

export interface Sample {
  /** Minutes since the load began. */
  readonly minute: number;
  /** So far. */
  readonly requests: number;
  /** Of the application's processes, MiB. */
  readonly memory: number;
  /** Files and sockets that they have open. */
  readonly files: number;
  /** To PostgreSQL as the login role. */
  readonly connections: number;
  /** Of these, in a transaction that nobody works on. */
  readonly idleInTransaction: number;
}

/** Looks at the application's processes from outside. */
export class Watch {
  readonly samples: Sample[] = [];
  readonly #admin: pg.Client;
  readonly #login: string;
  #since = Date.now();

  constructor(readonly application: BenchApplication) {
    this.#admin = new pg.Client({ connectionString: application.database.adminUrl });
    this.#login = new URL(application.database.loginUrl).username;
  }

  async open(): Promise<void> {
    await this.#admin.connect();
  }

  close(): Promise<void> {
    return this.#admin.end();
  }

  begin(): void {
    this.#since = Date.now();
  }

  /** Keeps it. */
  async take(requests: number): Promise<Sample> {
    const sample = await this.look(requests);
    this.samples.push(sample);
    return sample;
  }

  async look(requests: number): Promise<Sample> {
    const { rows } = await this.#admin.query<{ all: number; idle: number }>(
      `SELECT count(*)::int AS "all", (count(*) FILTER (WHERE "state" LIKE 'idle in transaction%' AND "state_change" < now() - interval '5 s'))::int AS "idle"
       FROM pg_stat_activity WHERE "usename" = $1`,
      [this.#login],
    );
    const { pid } = this.application;
    return {
      minute: (Date.now() - this.#since) / 60_000,
      requests,
      memory: residentBytes(pid) / 1024 ** 2,
      files: openFiles(pid),
      connections: rows[0]?.all ?? NaN,
      idleInTransaction: rows[0]?.idle ?? NaN,
    };
  }
}
