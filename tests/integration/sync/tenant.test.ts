import { beforeEach, describe, expect, it } from "vitest";
import { classification } from "@/src/access/grants";
import { models, tableOf } from "@/src/server/db/rights";
import { syncTransaction } from "@/src/server/db/sync";
import { dueTenants, eraseDueTenants } from "@/src/server/sync/housekeeping/tenants";
import { verifyAudit } from "../../../prisma/audit/verify.ts";
import { restoreTenant } from "../../../prisma/sync/restore.ts";
import { useApplication } from "../../support/application.ts";
import { membershipData } from "../../support/deliveries.ts";
import { applySaid } from "../../support/orders.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf, nowSeconds } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

// What becomes of a tenant's data when its organization is deleted: held back, erased, or moved elsewhere before that.

const testDatabase = useApplication({ TENANT_HOLD_BACK_DAYS: "30" });
const tenantTables = models.filter((model) => classification[model] === "tenant").map(tableOf);

const owner = <R extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  runSql<R>(testDatabase().ownerUrl, text, values);
const say = (type: string, data: Record<string, unknown>, timestamp: number) =>
  syncTransaction((sql) => applySaid(sql, { type, data, timestamp }));

let serial = 0;
let gone = "";
let other = "";
let user = "";
beforeEach(async () => {
  serial += 1;
  [gone, other, user] = [`org_gone${serial}`, `org_other${serial}`, `user_t${serial}`];
  for (const id of [gone, other]) {
    await say("organizationMembership.created", membershipData(id, user), 1000);
    const { project } = await admin(id);
    expect(project.name).toBe(`of ${id}`);
  }
  await say("organizationMembership.created", membershipData(gone, "user_elsewhere"), 1000);
  const [task] = await owner<{ id: string }>(
    `SELECT "id" FROM "public"."Task" WHERE "organizationId" = $1 ORDER BY "id" LIMIT 1`,
    [gone],
  );
  const text = `UPDATE "public"."Task" SET "assigneeId" = CASE "id" WHEN $2 THEN 'user_elsewhere' ELSE $3 END WHERE "organizationId" = $1`;
  await owner(text, [gone, task?.id, user]);
});

/** A project with three tasks, made as people make them. */
async function admin(organization: string) {
  const caller = callerOf(user, { organization, role: "org:admin" });
  const project = await caller.project.create({ name: `of ${organization}` });
  for (const title of ["first", "second", "third"])
    await caller.task.create({ projectId: project.id, title });
  return { project };
}

async function remove(days: number): Promise<void> {
  await say("organization.deleted", { id: gone, deleted: true }, 2000);
  const text = `UPDATE "public"."Organization" SET "deletedAt" = now() - make_interval(days => $2, mins => 1) WHERE "id" = $1`;
  await owner(text, [gone, days]);
}

async function rowsOf(organization: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tenantTables) {
    const text = `SELECT count(*)::int AS n FROM "public"."${table}" WHERE "organizationId" = $1`;
    const [row] = await owner<{ n: number }>(text, [organization]);
    counts[table] = row?.n ?? 0;
  }
  return counts;
}

const mark = async () =>
  (await owner(`SELECT "erasedAt" FROM "public"."Organization" WHERE "id" = $1`, [gone]))[0]?.[
    "erasedAt"
  ];
/** What the organization's chain says of what the system did. */
const told = () =>
  owner(
    `SELECT "action", "actorId" FROM "public"."AuditEvent" WHERE "chainId" = 'org:' || $1 AND "gate" = 'system'`,
    [gone],
  );
const whole = { Project: 1, Task: 3 };
const nothing = { Project: 0, Task: 0 };

describe("the tables of a tenant", () => {
  it("are all that the table of grants says, and every one of them is tried here", async () => {
    const [row] = await owner<{ names: string[] }>(`SELECT "app"."tenant_tables"() AS names`);
    expect(row?.names.toSorted()).toEqual(tenantTables.toSorted());
    expect(await rowsOf(gone)).toEqual(whole);
    expect(Object.values(whole)).not.toContain(0);
  });

  it("stand in such an order that what refers to another goes before it", async () => {
    const wrong = await owner(
      `SELECT f.conname FROM pg_constraint f JOIN pg_class a ON a.oid = f.conrelid JOIN pg_class b ON b.oid = f.confrelid
       WHERE f.contype = 'f' AND array_position("app"."tenant_tables"(), a.relname::text) > array_position("app"."tenant_tables"(), b.relname::text)`,
    );
    expect(wrong).toEqual([]);
  });
});

describe("during the hold-back", () => {
  it("the data are kept, and nobody reaches them, however new their token", async () => {
    await remove(29);
    expect(await eraseDueTenants()).toEqual({ organizations: 0, rows: 0 });
    expect([await rowsOf(gone), await mark()]).toEqual([whole, null]);
    const issuedAt = nowSeconds() + 60;
    const caller = callerOf(user, { organization: gone, role: "org:admin", issuedAt });
    expect(await outcome(caller.project.list({}))).toBe("membership_removed");
    expect(await outcome(caller.project.create({ name: "late" }))).toBe("membership_removed");
    const { organizations } = await caller.me.get();
    expect(organizations.map(({ id }) => id)).toEqual([other]);
    const elsewhere = callerOf(user, { organization: other, role: "org:admin", issuedAt });
    const { items } = await elsewhere.project.list({});
    expect(items.map(({ name }) => name)).toEqual([`of ${other}`]);
    for (const table of tenantTables)
      await expect(syncTransaction((sql) => sql.query(`SELECT FROM "${table}"`))).rejects.toThrow(
        "permission denied",
      );
  });

  it("neither the job nor its role can erase them", async () => {
    const erase = (id: string, days: number) =>
      syncTransaction((sql) => sql.query(`SELECT "app"."erase_tenant"($1, $2, 10)`, [id, days]));
    await remove(29);
    await expect(erase(gone, 30)).rejects.toThrow("the hold-back is not over");
    await expect(erase(other, 30)).rejects.toThrow("the organization was not deleted");
    await expect(erase(gone, 0)).rejects.toThrow("at least a day");
    expect([await rowsOf(gone), await rowsOf(other)]).toEqual([whole, whole]);
  });
});

describe("after the hold-back", () => {
  it("the job erases them in batches, and says so once", async () => {
    await remove(30);
    expect(await dueTenants()).toEqual([gone]);
    const seen: number[] = [];
    const erased = await eraseDueTenants({ batch: 2, onProgress: (_, so) => seen.push(so.rows) });
    expect(erased).toEqual({ organizations: 1, rows: 4 });
    expect(seen).toEqual([2, 3, 4, 4]);
    expect([await rowsOf(gone), await rowsOf(other)]).toEqual([nothing, whole]);
    expect(await mark()).toBeInstanceOf(Date);
    expect(await eraseDueTenants()).toEqual({ organizations: 0, rows: 0 });
    expect(await told()).toEqual([{ action: "tenant.erase", actorId: null }]);
  });

  it("it goes on where it was interrupted", async () => {
    await remove(30);
    const stop = new AbortController();
    await eraseDueTenants({ batch: 2, signal: stop.signal, onProgress: () => stop.abort() });
    expect([await rowsOf(gone), await mark()]).toEqual([{ Project: 1, Task: 1 }, null]);
    expect(await eraseDueTenants()).toEqual({ organizations: 1, rows: 2 });
    expect(await rowsOf(gone)).toEqual(nothing);
  });

  it("several at once share the work", async () => {
    await remove(30);
    const runs = await Promise.all([1, 2, 3, 4].map(() => eraseDueTenants({ batch: 1 })));
    expect(runs.reduce((sum, { rows }) => sum + rows, 0)).toBe(4);
    expect(await told()).toHaveLength(1);
    expect([await rowsOf(gone), await rowsOf(other)]).toEqual([nothing, whole]);
  });
});

describe("a restore", () => {
  const restore = (from: string, into: string) =>
    restoreTenant(testDatabase().ownerUrl, from, into);

  it("moves everything, and leaves as assignee whoever is a member there", async () => {
    await remove(29);
    expect(await restore(gone, other)).toBe(4);
    expect([await rowsOf(gone), await rowsOf(other)]).toEqual([nothing, { Project: 2, Task: 6 }]);
    const text = `SELECT count("assigneeId")::int AS assigned, count(*)::int AS tasks FROM "public"."Task" t JOIN "public"."Project" p
      ON (p."organizationId", p."id") = (t."organizationId", t."projectId") WHERE p."name" = $1`;
    expect(await owner(text, [`of ${gone}`])).toEqual([{ assigned: 2, tasks: 3 }]);
    const caller = callerOf(user, { organization: other, role: "org:admin" });
    expect((await caller.project.list({})).items).toHaveLength(2);
    const audit = `SELECT "chainId", "subjectId" FROM "public"."AuditEvent" WHERE "action" = 'tenant.restore' AND "subjectId" IN ($1, $2) ORDER BY 1`;
    expect(await owner(audit, [gone, other])).toEqual([
      { chainId: `org:${gone}`, subjectId: other },
      { chainId: `org:${other}`, subjectId: gone },
    ]);
    expect((await verifyAudit({ url: testDatabase().ownerUrl })).faults).toEqual([]);
  });

  it("is refused where it makes no sense any more, or yet", async () => {
    await expect(restore(gone, other)).rejects.toThrow(`${gone} was not deleted`);
    await remove(29);
    for (const into of ["org_nowhere", gone])
      await expect(restore(gone, into)).rejects.toThrow(`${into} is no organization that is there`);
    await remove(30);
    await expect(restore(gone, other)).rejects.toThrow(`the hold-back of ${gone} is over`);
    expect([await rowsOf(gone), await rowsOf(other)]).toEqual([whole, whole]);
    await eraseDueTenants();
  });

  it("is not for the application's own roles", async () => {
    const attempt = syncTransaction((sql) =>
      sql.query(`SELECT "app"."restore_tenant"($1, $2, 30)`, [gone, other]),
    );
    await expect(attempt).rejects.toThrow("permission denied");
  });
});
