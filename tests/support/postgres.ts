import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import {
  AlreadyRunning,
  startLocalPostgres,
  type LocalPostgres,
} from "../../local/postgres/server.ts";
import { deploy } from "../../prisma/command/deploy.ts";
import { createLogin } from "../../prisma/command/login.ts";
import { thisProject } from "../../prisma/command/project.ts";

export interface TestDatabase {
  /** The role that migrates and owns the tables. */
  ownerUrl: string;
  /** The application's restricted role. */
  loginUrl: string;
  /** The superuser. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** Tells the worker processes, which inherit the environment, where the server is. */
const VARIABLE = "GATEHOUSE_TEST_POSTGRES";
const LOGIN = "gatehouse_test_login";
const localFolder = fileURLToPath(new URL("../../.local/", import.meta.url));

interface Server {
  ownerUrl: string;
  loginUrl: string;
  adminUrl: string;
  template: string;
}

/** One server for a whole run: call it in a global set-up, and stop it in the tear-down. */
export async function startTestPostgres(): Promise<LocalPostgres> {
  const postgres = await startFreeServer();
  try {
    const template = `template_${await digestMigrations()}`;
    const loginUrl = new URL(postgres.ownerUrl);
    loginUrl.username = LOGIN;
    loginUrl.password = randomBytes(18).toString("base64url");
    await dropLeftovers(postgres.adminUrl, template);
    await prepareTemplate(postgres, template, loginUrl);
    const { ownerUrl, adminUrl } = postgres;
    const server: Server = { ownerUrl, adminUrl, loginUrl: loginUrl.href, template };
    process.env[VARIABLE] = JSON.stringify(server);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Two runs at once have a server each. */
async function startFreeServer(): Promise<LocalPostgres> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "test-postgres" : `test-postgres-${number}`;
    try {
      return await startLocalPostgres({
        dataDir: path.join(localFolder, name),
        port: 54_390 + number * 10,
        // Nothing here outlives the run, so nothing needs to outlive a power cut.
        settings: {
          fsync: "off",
          synchronous_commit: "off",
          full_page_writes: "off",
          max_connections: "200",
        },
      });
    } catch (error) {
      if (!(error instanceof AlreadyRunning) || number === 8) throw error;
    }
  }
}

async function digestMigrations(): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(thisProject.migrationsDir, { withFileTypes: true });
  for (const name of entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort()) {
    hash.update(name);
    hash.update(await readFile(path.join(thisProject.migrationsDir, name, "migration.sql")));
  }
  return hash.digest("hex").slice(0, 16);
}

async function run(connectionString: string, ...statements: string[]): Promise<pg.QueryResult[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const results: pg.QueryResult[] = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end();
  }
}

/** What a run that was killed left behind, and templates of migrations as they no longer are. */
async function dropLeftovers(adminUrl: string, template: string): Promise<void> {
  const [found] = await run(
    adminUrl,
    "SELECT datname FROM pg_database WHERE datname ~ '^(test|template|gatehouse_shadow)_'",
  );
  const names = (found?.rows ?? []).map((row: { datname: string }) => row.datname);
  const old = names.filter((name) => name !== template);
  await run(adminUrl, ...old.map((name) => `DROP DATABASE "${name}" WITH (FORCE)`));
}

async function prepareTemplate(postgres: LocalPostgres, template: string, loginUrl: URL) {
  const draft = `test_${template}`;
  const ownerUrl = withDatabase(postgres.ownerUrl, draft);
  const [found] = await run(
    postgres.adminUrl,
    `SELECT FROM pg_database WHERE datname = '${template}'`,
  );
  if (found?.rowCount === 0) {
    await run(postgres.ownerUrl, `CREATE DATABASE "${draft}"`);
    await deploy({ ownerUrl });
    await run(postgres.adminUrl, `ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  }
  // The password is another one in each run.
  await createLogin({
    ownerUrl: withDatabase(postgres.ownerUrl, template),
    loginUrl: loginUrl.href,
  });
}

function withDatabase(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}

function readServer(): Server {
  const text = process.env[VARIABLE];
  if (text === undefined) {
    throw new Error(
      "No test server: the vitest project needs startTestPostgres in its globalSetup.",
    );
  }
  return JSON.parse(text) as Server; // written by startTestPostgres
}

/** A database of its own, with every migration applied; or an empty one. */
export async function createTestDatabase(options?: { empty?: boolean }): Promise<TestDatabase> {
  const server = readServer();
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const from = options?.empty ? "template0" : server.template;
  await run(
    server.ownerUrl,
    `CREATE DATABASE "${name}" TEMPLATE "${from}"`,
    // Rights on a database are the one thing that is not copied.
    `GRANT CONNECT ON DATABASE "${name}" TO ${LOGIN}`,
  );
  return {
    ownerUrl: withDatabase(server.ownerUrl, name),
    loginUrl: withDatabase(server.loginUrl, name),
    adminUrl: withDatabase(server.adminUrl, name),
    drop: async () => {
      await run(server.adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}
