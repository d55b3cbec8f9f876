import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { RootWay } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { ensureCluster, writeSettings } from "./cluster.ts";
import { choosePlace, type Place } from "./place.ts";
import { findPort } from "./ports.ts";
import { forgetDead, isAlive, launch, readPostmaster, shutDown, signal } from "./postmaster.ts";
import { readSecrets, type Secrets } from "./secrets.ts";

const DATABASE = "gatehouse";
const OWNER = "gatehouse_owner";
/** The name of the connection that whoever started the server keeps open; it ends when that process does. */
const HOLDER = "gatehouse holder";

export interface LocalPostgres {
  port: number;
  /** Owns the database `gatehouse`, may create roles and databases, is no superuser. */
  ownerUrl: string;
  /** The superuser; for tests. */
  adminUrl: string;
  /** Resolves when the server has ended, by stop() or by itself. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  dataDir: string;
  /** Preferred; the next free one if it is taken. */
  port: number;
  onProgress?: (text: string) => void;
  /** Settings of the server, over ours. */
  settings?: Readonly<Record<string, string>>;
  /** What to try, in this order, when we are root. */
  rootWays?: readonly RootWay[];
}

/** Starts a real PostgreSQL on 127.0.0.1, making its data folder the first time. */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const dataDir = path.resolve(options.dataDir);
  const secrets = await readSecrets(dataDir);
  const place = await choosePlace(
    await findBinaries(),
    dataDir,
    options.rootWays ?? ["namespace", "account"],
  );
  await endOrphan(place, secrets, options.onProgress);
  if (await ensureCluster(place, secrets.superuser)) options.onProgress?.("made a new database");

  await writeSettings(place, options.settings ?? {});
  const logFile = `${dataDir}.log`;
  await rm(logFile, { force: true });
  let port = options.port;
  for (;;) {
    port = await findPort(port);
    const launched = await launch(place, port, logFile);
    if ("pid" in launched) return serve(place, secrets, port, launched.pid);
    await refuseSecond(place, secrets);
    if (launched.failed === "other") {
      throw new Error(
        `PostgreSQL did not start. The end of ${logFile}:\n${launched.log.trim().split("\n").slice(-12).join("\n")}`,
      );
    }
    port += 1; // Somebody took it between the look and the start.
  }
}

function url(user: string, password: string, port: number, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** The owner's address on a local server. */
export function ownerUrlOf(password: string, port: number): string {
  return url(OWNER, password, port, DATABASE);
}

async function serve(
  place: Place,
  secrets: Secrets,
  port: number,
  pid: number,
): Promise<LocalPostgres> {
  const stopAtExit = () => {
    if (process.platform !== "win32") signal(pid, "SIGINT");
  };
  process.once("exit", stopAtExit);
  try {
    const holder = new pg.Client({
      connectionString: url("postgres", secrets.superuser, port, "postgres"),
      application_name: `${HOLDER} ${process.pid}`,
      keepAlive: true,
    });
    // The end of the server ends the connection too; `ended` tells.
    holder.on("error", () => undefined);
    const ended = new Promise<void>((resolve) => holder.once("end", resolve));
    await holder.connect();
    await ensureOwner(holder, secrets.owner);
    void ended.then(() => process.removeListener("exit", stopAtExit));

    let stopping: Promise<void> | undefined;
    return {
      port,
      ownerUrl: ownerUrlOf(secrets.owner, port),
      adminUrl: url("postgres", secrets.superuser, port, DATABASE),
      ended,
      stop: () => (stopping ??= shutDown(place, pid).then(() => ended)),
    };
  } catch (error) {
    process.removeListener("exit", stopAtExit);
    await shutDown(place, pid);
    throw error;
  }
}

async function ensureOwner(client: pg.Client, password: string): Promise<void> {
  const { rows } = await client.query<{ role: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
            EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`,
    [OWNER, DATABASE],
  );
  if (!rows[0]?.role) {
    await client.query(
      `CREATE ROLE ${OWNER} LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
    );
  }
  if (!rows[0]?.database) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
}

/** Node's process number of whoever holds the server, if anybody does; undefined if it cannot be asked. */
async function askHolder(
  place: Place,
  secrets: Secrets,
  port: number,
): Promise<{ holder: number | null } | undefined> {
  const client = new pg.Client({
    connectionString: url("postgres", secrets.superuser, port, "postgres"),
    connectionTimeoutMillis: 2_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string; holder: string | null }>(
      `SELECT current_setting('data_directory') AS data,
              (SELECT max(application_name) FROM pg_stat_activity WHERE application_name LIKE $1) AS holder`,
      [`${HOLDER} %`],
    );
    const row = rows[0];
    if (row === undefined || row.data !== place.data) return undefined;
    return { holder: row.holder === null ? null : Number(row.holder.slice(HOLDER.length)) };
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A server whose starter was killed runs on without anybody to stop it: it is ended here, cleanly. One that somebody
 * holds is left alone.
 */
async function endOrphan(
  place: Place,
  secrets: Secrets,
  onProgress: LocalPostgresOptions["onProgress"],
): Promise<void> {
  const deadline = Date.now() + 10_000;
  let unheld = 0;
  for (;;) {
    const found = await forgetDead(place.data);
    if (found === undefined) return;
    const asked = found.ready ? await askHolder(place, secrets, found.port) : undefined;
    if (asked?.holder) throw new AlreadyRunning(asked.holder, place.data);
    if (asked !== undefined) {
      // Somebody else may have started it this very moment and not hold it yet.
      unheld += 1;
      if (unheld >= 3) {
        onProgress?.(`stopping a server that an earlier run left behind (process ${found.pid})`);
        await shutDown(place, found.pid);
        return;
      }
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Process ${found.pid} seems to be a PostgreSQL on ${place.data}, but it does not answer. ` +
          `End it (kill -INT ${found.pid}) and try again.`,
      );
    }
    await sleep(150);
  }
}

/** Two that start at once: PostgreSQL lets one live, and this tells the other one why. */
async function refuseSecond(place: Place, secrets: Secrets): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const found = await readPostmaster(place.data);
    if (found === undefined || !isAlive(found.pid)) return;
    const asked = found.ready ? await askHolder(place, secrets, found.port) : undefined;
    if (asked?.holder) throw new AlreadyRunning(asked.holder, place.data);
    await sleep(150);
  }
}

/** Two servers cannot share a data folder. */
export class AlreadyRunning extends Error {
  constructor(
    readonly holder: number,
    data: string,
  ) {
    super(
      `Another process (${holder}) is already running the database in ${data}. Stop it first, or use that one.`,
    );
    this.name = "AlreadyRunning";
  }
}
