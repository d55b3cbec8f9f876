import pg from "pg";

export interface Filling {
  readonly organizations: number;
  /** In each organization. */
  readonly projects: number;
  /** In each project. */
  readonly tasks: number;
}

/** Ids of the rows that are made, by number from 0; UUIDs where the input schemas ask for one. */
export const ids = {
  organization: (n: number) => `org_bench${n}`,
  user: (n: number) => `user_bench${n}`,
  project: (organization: number, n: number) => uuid(organization, 0, n),
  task: (organization: number, project: number, n: number) => uuid(organization, n + 1, project),
};

function uuid(first: number, second: number, third: number): string {
  const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
  return `${hex(first, 8)}-${hex(second, 4)}-4000-8000-${hex(third, 12)}`;
}

/** The same in SQL, of integers. */
function uuidSql(first: string, second: string, third: string): string {
  const hex = (n: string, digits: number) => `lpad(to_hex(${n}), ${digits}, '0')`;
  return `${hex(first, 8)} || '-' || ${hex(second, 4)} || '-4000-8000-' || ${hex(third, 12)}`;
}

/**
 * Organizations with an administrator each (user n of organization n), projects and tasks, written by the owner. Versions are
 * zeros, as before the first webhook: what the token says holds.
 */
export async function fill(ownerUrl: string, { organizations, projects, tasks }: Filling) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const last = organizations - 1;
    await client.query(`
      INSERT INTO "User" ("id") SELECT 'user_bench' || o FROM generate_series(0, ${last}) o;
      INSERT INTO "Organization" ("id") SELECT 'org_bench' || o FROM generate_series(0, ${last}) o;
      INSERT INTO "Membership" ("organizationId", "userId", "role")
        SELECT 'org_bench' || o, 'user_bench' || o, 'org:admin' FROM generate_series(0, ${last}) o;
      INSERT INTO "Project" ("organizationId", "id", "name", "createdById", "createdAt")
        SELECT 'org_bench' || o, ${uuidSql("o", "0", "p")}, 'Project ' || p, 'user_bench' || o,
          now() - make_interval(secs => p)
        FROM generate_series(0, ${last}) o, generate_series(0, ${projects - 1}) p;
      INSERT INTO "Task" ("organizationId", "id", "projectId", "title", "createdById", "createdAt")
        SELECT 'org_bench' || o, ${uuidSql("o", "t + 1", "p")}, ${uuidSql("o", "0", "p")},
          'Task ' || t, 'user_bench' || o, now() - make_interval(secs => t)
        FROM generate_series(0, ${last}) o, generate_series(0, ${projects - 1}) p,
          generate_series(0, ${tasks - 1}) t;
    `);
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}
