import { randomBytes, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  AlreadyRunning,
  startLocalPostgres,
  type LocalPostgres,
} from "../../../local/postgres/server.ts";
import { deploy } from "../../../prisma/command/deploy.ts";
import { createLogin } from "../../../prisma/command/login.ts";
import { runSql } from "../../support/sql.ts";

const localFolder = fileURLToPath(new URL("../../../.local/", import.meta.url));
const loginRole = "drill_login";

/** A server of its own, which can be stopped and started, and on it one database with every migration. */
export interface Database {
  readonly name: string;
  readonly loginRole: string;
  port(): number;
  /** The application's address, by another port. */
  loginUrl(port: number): string;
  /** As the superuser, past everything between. */
  sql<R extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>;
  adminUrl(): string;
  /** Gives the login role back what it had. */
  restoreLogin(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  drop(): Promise<void>;
}

/** Durable as in production: what was committed outlives the server. */
async function startServer(dataDir: string): Promise<LocalPostgres> {
  return startLocalPostgres({
    dataDir,
    port: 54_890,
    settings: { max_connections: "60", deadlock_timeout: "300ms" },
  });
}

async function startFreeServer(): Promise<{ server: LocalPostgres; dataDir: string }> {
  for (let number = 1; ; number += 1) {
    const dataDir = path.join(localFolder, `drill-postgres-${number}`);
    try {
      return { server: await startServer(dataDir), dataDir };
    } catch (error) {
      if (number === 4) throw error;
      // A drill that was killed may leave a server behind that misses the disk which was full.
      if (!(error instanceof AlreadyRunning)) rmSync(dataDir, { recursive: true, force: true });
    }
  }
}

export async function startDatabase(): Promise<Database> {
  const name = `drill_${randomUUID().replaceAll("-", "")}`;
  const password = randomBytes(18).toString("base64url");
  const { server: first, dataDir } = await startFreeServer();
  let server: LocalPostgres | null = first;
  const running = (): LocalPostgres => {
    if (!server) throw new Error("The database is stopped.");
    return server;
  };
  const of = (address: string): string => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  };
  const loginUrl = (port: number): string =>
    `postgresql://${loginRole}:${password}@127.0.0.1:${port}/${name}`;
  const restoreLogin = async (): Promise<void> => {
    await createLogin({
      ownerUrl: of(running().ownerUrl),
      loginUrl: loginUrl(running().port),
    });
  };
  const old = await runSql<{ datname: string }>(
    first.adminUrl,
    `SELECT "datname" FROM "pg_database" WHERE "datname" LIKE 'drill\\_%'`,
  );
  for (const { datname } of old)
    await runSql(first.adminUrl, `DROP DATABASE "${datname}" WITH (FORCE)`);
  await runSql(first.ownerUrl, `CREATE DATABASE "${name}"`);
  await deploy({ ownerUrl: of(first.ownerUrl) });
  await restoreLogin();
  return {
    name,
    loginRole,
    port: () => running().port,
    loginUrl,
    sql: (text, values) => runSql(of(running().adminUrl), text, values),
    adminUrl: () => of(running().adminUrl),
    restoreLogin,
    stop: async () => {
      await server?.stop();
      server = null;
    },
    start: async () => {
      server ??= await startServer(dataDir);
    },
    drop: async () => {
      server ??= await startServer(dataDir);
      await runSql(server.adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await server.stop();
      server = null;
    },
  };
}
