import pg from "pg";
import type { BenchDatabase } from "../../support/database.ts";

/** A database of its own, so that all are there at once and can be measured in turn. */
export interface Size {
  readonly name: string;
  /** The first of them holds half of all rows where there are several thousand, the others 25 projects each. */
  readonly organizations: number;
  readonly projectsOfFirst: number;
}

export const tasksPerProject = 20;
const projectsOfOthers = 25;

export const sizes: readonly Size[] = [
  { name: "thousand", organizations: 1, projectsOfFirst: 50 },
  { name: "hundred_thousand", organizations: 200, projectsOfFirst: 25 },
  { name: "ten_million", organizations: 10_000, projectsOfFirst: 250_000 },
];

export function tasksOf({ organizations, projectsOfFirst }: Size): number {
  return tasksPerProject * (projectsOfFirst + (organizations - 1) * projectsOfOthers);
}

export interface SizedDatabase {
  readonly loginUrl: string;
  readonly adminUrl: string;
}

/** A copy of the empty database, filled. */
export async function makeSized(database: BenchDatabase, size: Size): Promise<SizedDatabase> {
  const login = new URL(database.loginUrl);
  const base = `gatehouse_bench_${size.name}`;
  await withClient(at(database.adminUrl, "postgres"), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${base} WITH (FORCE)`);
    const template = login.pathname.slice(1);
    await client.query(`CREATE DATABASE ${base} TEMPLATE ${template}`);
    await client.query(
      `GRANT CONNECT ON DATABASE ${base} TO "${decodeURIComponent(login.username)}"`,
    );
  });
  const adminUrl = at(database.adminUrl, base);
  await withClient(adminUrl, (client) => fillSized(client, size));
  return { loginUrl: at(database.loginUrl, base), adminUrl };
}

export async function dropSized(database: BenchDatabase): Promise<void> {
  await withClient(at(database.adminUrl, "postgres"), async (client) => {
    for (const { name } of sizes)
      await client.query(`DROP DATABASE IF EXISTS gatehouse_bench_${name} WITH (FORCE)`);
  });
}

/** Rows with random ids, and of one project far from each other, as they come in the course of time. Indexes are built after them. */
async function fillSized(client: pg.Client, size: Size): Promise<void> {
  const last = size.organizations - 1;
  await client.query("SET session_replication_role = replica");
  await client.query("SET maintenance_work_mem = '512MB'");
  const { rows } = await client.query<{ drop: string; create: string }>(`
    SELECT coalesce('ALTER TABLE "public"."Task" DROP CONSTRAINT ' || quote_ident(c.conname), 'DROP INDEX ' || i.indexrelid::regclass) AS drop,
      coalesce('ALTER TABLE "public"."Task" ADD CONSTRAINT ' || quote_ident(c.conname) || ' ' || pg_get_constraintdef(c.oid),
        pg_get_indexdef(i.indexrelid)) AS create
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'p'
    WHERE i.indrelid = '"public"."Task"'::regclass`);
  for (const index of rows) await client.query(index.drop);
  await client.query(`
    INSERT INTO "public"."User" ("id") SELECT 'user_bench' || o FROM generate_series(0, ${last}) o;
    INSERT INTO "public"."Organization" ("id") SELECT 'org_bench' || o FROM generate_series(0, ${last}) o;
    INSERT INTO "public"."Membership" ("organizationId", "userId", "role")
      SELECT 'org_bench' || o, 'user_bench' || o, 'org:admin' FROM generate_series(0, ${last}) o;
    INSERT INTO "public"."Project" ("organizationId", "name", "createdById", "createdAt")
      SELECT 'org_bench' || o, 'Project ' || p, 'user_bench' || o, now() - make_interval(secs => p)
      FROM generate_series(0, ${last}) o,
        LATERAL generate_series(1, CASE o WHEN 0 THEN ${size.projectsOfFirst} ELSE ${projectsOfOthers} END) p;`);
  for (let n = 0; n < tasksPerProject; n++)
    await client.query(
      `INSERT INTO "public"."Task" ("organizationId", "projectId", "title", "createdById", "createdAt")
       SELECT "organizationId", "id", 'Task ' || $1::int, "createdById", now() - make_interval(mins => 60 - $1::int) FROM "public"."Project"`,
      [n],
    );
  for (const index of rows) await client.query(index.create);
  await client.query("VACUUM ANALYZE");
}

function at(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}

export async function withClient<T>(
  connectionString: string,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
