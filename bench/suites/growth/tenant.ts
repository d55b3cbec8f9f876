import { randomUUID } from "node:crypto";
import { ProjectId } from "@/src/access/ids";
import { openHandle } from "@/src/server/db/open";
import { openDatabase, type Database } from "@/src/server/db/prisma";
import { Scope } from "@/src/server/db/scope";
import { listProjects } from "@/src/server/project/list";
import { listTasks } from "@/src/server/task/list";
import { ids } from "../../support/fill.ts";
import { tasksPerProject, withClient, type SizedDatabase } from "./sizes.ts";

const permission = "org:projects:read";

/** Organizations of one database, and what their pages show. */
export interface Tenants {
  /** The tasks of a project, as task.list reads them. */
  tasks(n: number): Promise<unknown>;
  /** The first page of projects, as project.list reads it. */
  projects(n: number): Promise<unknown>;
}

/** Some projects of the organizations from `first` on, so many of each. @throws when an answer is not as it should be */
export async function openTenants(
  database: Database,
  sized: SizedDatabase,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<Tenants> {
  const seats = await readSeats(sized.adminUrl, first, last);
  const seat = (n: number) => {
    const found = seats[n % seats.length];
    if (!found) throw new Error("There are no projects.");
    return found;
  };
  const tenants: Tenants = {
    tasks: async (n) => {
      const { organizationId, userId, projectId } = seat(n);
      const rows = await listTasks(open(database, organizationId, userId), { projectId });
      if (rows.length !== tasksPerProject) throw new Error(`${rows.length} tasks were listed`);
    },
    projects: async (n) => {
      const { organizationId, userId } = seat(n);
      const db = open(database, organizationId, userId);
      const { items } = await listProjects(db, { archived: false, search: "", limit: 20 });
      if (items.length !== 20 || items.some(({ tasks }) => tasks !== tasksPerProject))
        throw new Error(`${items.length} projects were listed, or not with all their tasks`);
    },
  };
  await Promise.all([tenants.tasks(0), tenants.projects(0)]);
  return tenants;
}

function open(database: Database, organizationId: string, userId: string) {
  const scope = new Scope({
    gate: "org",
    user: userId,
    session: `sess_${userId}`,
    issuedAt: Math.floor(Date.now() / 1000),
    requestId: randomUUID(),
    organization: organizationId,
    role: "org:admin",
    required: permission,
  });
  const tenant = { permission, organizationId } as const;
  return openHandle(database.prisma, scope, "org", tenant, "reads");
}

function readSeats(adminUrl: string, first: number, last: number) {
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ organizationId: string; id: string }>(
      `SELECT p."organizationId", p."id" FROM generate_series($1::int, $2::int) o,
         LATERAL (SELECT * FROM "public"."Project" WHERE "organizationId" = 'org_bench' || o LIMIT 400 / ($2::int - $1::int + 1)) p
       ORDER BY md5(p."id")`,
      [first, last],
    );
    return rows.map(({ organizationId, id }) => ({
      organizationId,
      userId: ids.user(Number(organizationId.slice(ids.organization(0).length - 1))),
      projectId: ProjectId.parse(id),
    }));
  });
}

/** What PostgreSQL tells of the plans of one call, with what they took: the very statements, under row security, behind app.enter. */
export async function readPlans(
  sized: SizedDatabase,
  range: { readonly first: number; readonly last: number },
  call: (tenants: Tenants) => Promise<unknown>,
): Promise<string> {
  const base = new URL(sized.adminUrl).pathname.slice(1);
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_level": "notice",
  };
  const plans: string[] = [];
  await withClient(sized.adminUrl, async (client) => {
    for (const [name, value] of Object.entries(settings))
      await client.query(`ALTER DATABASE ${base} SET ${name} = '${value}'`);
  });
  const connection = { connectionString: sized.loginUrl, max: 1, namedStatements: true };
  const database = openDatabase(connection);
  database.pool.on("connect", (client) =>
    client.on("notice", ({ message }) => {
      const [, plan] = /plan:\n([^]*)$/.exec(message ?? "") ?? [];
      if (plan?.includes('"public"."')) plans.push(plan);
    }),
  );
  try {
    const tenants = await openTenants(database, sized, range);
    // What start looks up and what openTenants tries is not asked for.
    plans.length = 0;
    await call(tenants);
  } finally {
    await database.close();
    await withClient(sized.adminUrl, async (client) => {
      for (const name of Object.keys(settings))
        await client.query(`ALTER DATABASE ${base} RESET ${name}`);
    });
  }
  return plans.join("\n\n");
}
