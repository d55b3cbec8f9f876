import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startLocalPostgres } from "../../local/postgres/server.ts";
import { loginUrlOf } from "../../local/stack/login.ts";
import { deploy } from "../../prisma/command/deploy.ts";
import { createLogin } from "../../prisma/command/login.ts";

const root = join(import.meta.dirname, "..", "..");

/** A PostgreSQL with the settings that it comes with (a commit is on the disk), and one empty database with every migration. */
export interface BenchDatabase {
  /** Owns the tables: row security does not hold for it. What a program without row security connects as. */
  readonly ownerUrl: string;
  /** The application's restricted role. */
  readonly loginUrl: string;
  /** The superuser. */
  readonly adminUrl: string;
  /** Of the server's first process. */
  readonly pid: number;
  stop(): Promise<void>;
}

const name = "gatehouse_bench";

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = join(root, ".local", "bench-postgres");
  const postgres = await startLocalPostgres({
    dataDir,
    port: 54_700,
    settings: { max_connections: "200", shared_buffers: "512MB" },
  });
  try {
    await run(postgres.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await run(postgres.ownerUrl, `CREATE DATABASE ${name}`);
    const ownerUrl = inDatabase(postgres.ownerUrl);
    await deploy({ ownerUrl });
    const loginUrl = inDatabase(loginUrlOf(postgres.ownerUrl, dataDir));
    await createLogin({ ownerUrl, loginUrl });
    return {
      ownerUrl,
      loginUrl,
      adminUrl: inDatabase(postgres.adminUrl),
      pid: Number(readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n", 1)[0]),
      stop: () => postgres.stop(),
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function inDatabase(address: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

async function run(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
