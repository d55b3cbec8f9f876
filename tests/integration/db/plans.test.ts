import type pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { principals, type PrincipalCase } from "@/src/access/matrix/principals";
import { anonymous } from "@/src/server/auth/principal";
import { database } from "@/src/server/db/database";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { readFacts } from "@/src/server/trpc/facts";
import { appRouter } from "@/src/server/trpc/root";
import { callPath } from "../../access/support/cell.ts";
import { inputOf } from "../../access/support/inputs.ts";
import { rowsOf } from "../../access/support/rows.ts";
import { useApplication } from "../../support/application.ts";
import { person } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { makeWorld, worldSql } from "../../support/world.ts";
import { planRowsSql } from "./plan-rows.ts";

const exportReads = {
  tables: ["Invitation", "EndedSession", "Project", "Task", "ClerkCommand", "SyncRun"],
  why: "Asked for once in a person's time here; to find their traces by an index each would cost every write.",
};
/** Read whole on purpose. */
const exceptions: Readonly<
  Record<string, { readonly tables: readonly string[]; readonly why: string }>
> = {
  "admin.counts": {
    tables: ["User", "Organization", "Membership", "Post"],
    why: "It counts all rows, for administrators alone.",
  },
  "admin.exportUser": exportReads,
  "me.export": exportReads,
};

/** Every query, and every mutation that asks nothing of Clerk and sets no work going. */
const procedures = readFacts(appRouter).filter(
  ({ type, command, gate }) => type === "query" || (!command && gate !== "admin"),
);
const callers: Record<string, PrincipalCase> = {
  public: principals.nobody,
  user: principals.withoutOrganization,
  org: principals.admin,
  admin: principals.platformAdmin,
};
const testDatabase = useApplication();
let plans: Plan[] = [];
/** A connection that holds a statement plans it for the values at hand five times, and then perhaps once for all. */
const times = 7;

beforeAll(async () => {
  const { adminUrl } = testDatabase();
  await runSql(adminUrl, planRowsSql);
  await runSql(adminUrl, "VACUUM ANALYZE");
  // PostgreSQL itself tells the plan of each statement that it runs: those of functions, policies and foreign keys too.
  await setAlways("session_preload_libraries", "auto_explain");
  await setAlways("auto_explain.log_min_duration", "0");
  await setAlways("auto_explain.log_nested_statements", "on");
  await setAlways("auto_explain.log_format", "json");
  await setAlways("auto_explain.log_level", "notice");
  const { pool } = database();
  pool.on("connect", (client: pg.PoolClient) => client.on("notice", keepPlan));
  // What start looks up is no procedure's.
  await pool.check();
}, 120_000);

/** For connections to come. */
async function setAlways(name: string, value: string): Promise<void> {
  const { adminUrl } = testDatabase();
  const base = new URL(adminUrl).pathname.slice(1);
  await runSql(adminUrl, `ALTER DATABASE "${base}" SET ${name} = '${value}'`);
}

const Node = z.looseObject({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  get Plans() {
    return z.array(Node).optional();
  },
});
const Plan = z.object({ "Query Text": z.string(), Plan: Node });
type Node = z.infer<typeof Node>;
type Plan = z.infer<typeof Plan>;

function keepPlan({ message }: { readonly message?: string | undefined }): void {
  const [, json] = /^duration: .* plan:\n([^]*)$/.exec(message ?? "") ?? [];
  if (json !== undefined) plans.push(Plan.parse(JSON.parse(json)));
}

function readWhole(node: Node): string[] {
  const own = node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? "?"] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readWhole)];
}

function shorten(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 160);
}

/** The plans of all that one call makes the database do. */
async function plansOf(path: string, gate: string): Promise<Plan[]> {
  const principal = callers[gate];
  if (!principal) throw new Error(`Nobody calls the gate ${gate}.`);
  const world = makeWorld();
  await runSql(testDatabase().adminUrl, worldSql(world, principal, true));
  const who =
    principal.token === "none"
      ? anonymous
      : person(world.user, {
          platformAdmin: principal.platformAdmin ?? false,
          ...(principal.organization
            ? { organization: world.first.id, role: principal.organization.role }
            : {}),
        });
  plans = [];
  await callPath(
    createCaller(createContext(who)),
    path,
    inputOf(path, rowsOf(world, principal, "own")),
  );
  return plans;
}

it.each(procedures.map(({ path, gate }) => [path, gate] as const))(
  "%s reads no table from end to end",
  async (path, gate) => {
    const told: Plan[] = [];
    for (let time = 0; time < times; time += 1) told.push(...(await plansOf(path, gate)));
    // The entry and something that it does, at least.
    expect(told.length).toBeGreaterThan(times);
    const found = told.flatMap((plan) =>
      readWhole(plan.Plan)
        .filter((table) => !exceptions[path]?.tables.includes(table))
        .map((table) => `${table}: ${shorten(plan["Query Text"])}`),
    );
    expect(found).toEqual([]);
  },
);

it("sees one that does", async () => {
  const { adminUrl } = testDatabase();
  await runSql(adminUrl, `DROP INDEX "public"."Task_organizationId_projectId_createdAt_id_idx"`);
  // The other index that leads with the organization.
  await runSql(adminUrl, `DROP INDEX "public"."Task_organizationId_assigneeId_idx"`);
  await runSql(adminUrl, `ALTER TABLE "public"."Task" DROP CONSTRAINT "Task_pkey"`);
  const told = await plansOf("task.list", "org");
  expect(told.flatMap(({ Plan }) => readWhole(Plan))).toContain("Task");
});
