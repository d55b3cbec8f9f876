import { TRPCError } from "@trpc/server";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { database } from "@/src/server/db/database";
import { openReader } from "@/src/server/db/gate";
import { useApplication } from "../../support/application.ts";
import { callerOf, nowSeconds } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

function readerOf(userId: string, organizationId: string) {
  return openReader({
    gate: "org",
    claims: {
      user: userId,
      session: `sess_${userId}`,
      issuedAt: nowSeconds(),
      organization: organizationId,
      role: "org:admin",
      required: "org:projects:read",
    },
    tenant: { permission: "org:projects:read", organizationId },
  });
}

describe("the connection", () => {
  it("is the restricted login role: no superuser, no bypass, owner of nothing", async () => {
    const [role] = await runSql(
      testDatabase().loginUrl,
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
         (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owned: 0,
    });
  });

  it("can read no table outside a gate", async () => {
    await expect(
      runSql(testDatabase().loginUrl, `SELECT * FROM "public"."Project"`),
    ).rejects.toMatchObject({ code: "42501" });
  });

  it("sends nothing without a scope", async () => {
    await expect(database().prisma.project.findMany()).rejects.toThrow(/outside a scope/);
    await expect(database().prisma.$transaction(async () => undefined)).rejects.toThrow(
      /outside a scope/,
    );
  });
});

describe("5,000 mixed calls of many principals over one pool", () => {
  it("show and touch no foreign row, and leave no role and no claims behind", async () => {
    const organizations = Array.from({ length: 10 }, (_, index) => `org_mix${index}`);
    const callers = organizations.flatMap((organization) =>
      ["a", "b"].map((name) => ({
        organization,
        caller: callerOf(`user_${name}${organization.slice(4)}`, {
          organization,
          role: "org:admin",
        }),
      })),
    );
    const projects = new Map<string, string[]>(
      organizations.map((organization) => [organization, []]),
    );
    for (const { organization, caller } of callers) {
      const { id } = await caller.project.create({ name: `of ${organization}` });
      projects.get(organization)?.push(id);
    }

    let reads = 0;
    let writes = 0;
    let refused = 0;
    const step = async (index: number): Promise<void> => {
      const own = callers[index % callers.length];
      const foreign = organizations[(index * 7 + 3) % organizations.length];
      if (!own || !foreign) throw new Error("no caller");
      const ownProject = projects.get(own.organization)?.[index % 2] ?? "";
      const foreignProject = projects.get(foreign)?.[index % 2] ?? "";
      const isForeign = foreign !== own.organization;
      switch (index % 5) {
        case 0: {
          const page = await own.caller.project.list({ limit: 100 });
          expect(new Set(page.items.map((item) => item.name))).toEqual(
            new Set([`of ${own.organization}`]),
          );
          reads += 1;
          return;
        }
        case 1:
          expect((await own.caller.project.get({ id: ownProject })).name).toBe(
            `of ${own.organization}`,
          );
          reads += 1;
          return;
        case 2: {
          const task = await own.caller.task.create({
            projectId: ownProject,
            title: `of ${own.organization}`,
          });
          expect(task.projectId).toBe(ownProject);
          writes += 1;
          return;
        }
        default: {
          const call =
            index % 5 === 3
              ? own.caller.project.rename({
                  id: foreignProject,
                  name: `of ${own.organization}`,
                })
              : own.caller.task.create({ projectId: foreignProject, title: "stolen" });
          const result = await call.then(
            () => "done",
            (error: unknown) => (error instanceof TRPCError ? error.code : String(error)),
          );
          expect(result).toBe(isForeign ? "NOT_FOUND" : "done");
          if (isForeign) refused += 1;
          else writes += 1;
        }
      }
    };
    const concurrency = 24;
    let next = 0;
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (next < 5_000) await step(next++);
      }),
    );
    expect(reads + writes + refused).toBe(5_000);
    expect(refused).toBeGreaterThan(1_000);

    // Behind the application's back, as the owner: every row is where it belongs.
    const strays = await runSql(
      testDatabase().ownerUrl,
      `SELECT "name" AS text FROM "public"."Project" WHERE "name" <> 'of ' || "organizationId"
       UNION ALL SELECT "title" FROM "public"."Task" WHERE "title" NOT IN ('of ' || "organizationId", 'stolen')
       UNION ALL SELECT t."title" FROM "public"."Task" t JOIN "public"."Project" p ON p."id" = t."projectId" WHERE p."organizationId" <> t."organizationId"`,
    );
    expect(strays).toEqual([]);

    // The pool's own connections, without entering: no role, no claims.
    const { pool } = database();
    const bare: (this: pg.Pool) => Promise<pg.PoolClient> = pg.Pool.prototype.connect;
    const clients = await Promise.all(
      Array.from({ length: pool.totalCount }, () => bare.call(pool)),
    );
    try {
      for (const client of clients) {
        const { rows } = await client.query(
          `SELECT current_user = session_user AS own, current_setting('app.user_id', true) AS "user",
             current_setting('app.organization_id', true) AS organization, current_setting('app.permissions', true) AS permissions,
             current_setting('transaction_read_only') AS "readOnly"`,
        );
        expect(rows[0]).toEqual({
          own: true,
          user: "",
          organization: "",
          permissions: "",
          readOnly: "off",
        });
      }
    } finally {
      for (const client of clients) client.release();
    }
  }, 120_000);
});

describe("scope travels with the query", () => {
  it("whoever awaits it, and however many share a tick", async () => {
    const [mine, theirs] = [readerOf("user_s1", "org_s1"), readerOf("user_s2", "org_s2")];
    await callerOf("user_s1", { organization: "org_s1", role: "org:admin" }).project.create({
      name: "first",
    });
    await callerOf("user_s2", { organization: "org_s2", role: "org:admin" }).project.create({
      name: "second",
    });
    const started = mine.project.findMany(); // Made here …
    const other = await theirs.project.findMany(); // … while another scope runs …
    expect(other.map((project) => project.name)).toEqual(["second"]);
    const awaited = await (async () => started)(); // … and awaited elsewhere.
    expect(awaited.map((project) => project.name)).toEqual(["first"]);

    const id = awaited[0]?.id;
    expect(id).toBeDefined();
    const sameTick = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? mine : theirs).project.findFirst({ where: { id } }),
      ),
    );
    expect(sameTick.map((project) => project?.name ?? null)).toEqual(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? "first" : null)),
    );
  });

  it("is why handles have no findUnique: Prisma batches it across scopes of one tick", () => {
    expect(Object.keys(readerOf("user_s1", "org_s1").project).sort()).toEqual([
      "count",
      "findFirst",
      "findMany",
    ]);
  });
});
