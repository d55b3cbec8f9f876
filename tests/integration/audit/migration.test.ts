import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyAudit } from "../../../prisma/audit/verify.ts";
import { deploy } from "../../../prisma/command/deploy.ts";
import { thisProject } from "../../../prisma/command/project.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

const chains = "20261123000500_audit_chain";
let database: TestDatabase;
let earlier: string;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  earlier = await mkdtemp(path.join(tmpdir(), "gatehouse-audit-"));
  await cp(thisProject.migrationsDir, earlier, {
    recursive: true,
    filter: (source) => !/^\d{14}_/.test(path.basename(source)) || path.basename(source) < chains,
  });
});
afterAll(async () => {
  await database.drop();
  await rm(earlier, { recursive: true });
});

it("chains the rows from before there were chains, and goes on behind them", async () => {
  const { ownerUrl } = database;
  await deploy({ ownerUrl, project: { ...thisProject, migrationsDir: earlier } });
  // Out of order, two of the same instant, and of every gate.
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."AuditEvent" ("id", "organizationId", "actorId", "impersonatorId", "gate", "action", "subjectId", "requestId", "createdAt") VALUES
       ('c', 'org_a', 'user_a', NULL, 'org', 'project.delete', 'p', 'r', '2026-01-02 03:04:05.678+00'),
       ('b', 'org_a', 'user_a', 'user_i', 'org', 'project.create', 'p', NULL, '2026-01-01'), ('a', 'org_a', 'user_b', NULL, 'org', 'task.create', NULL, 'r', '2026-01-01'),
       ('d', NULL, 'user_a', NULL, 'user', 'post.create', 'q', 'r', '2026-01-01'), ('e', NULL, 'user_r', NULL, 'admin', 'admin.users', NULL, 'r', '2026-01-01')`,
  );
  expect(await deploy({ ownerUrl })).toContain(chains);
  const placed = (await readTrail(ownerUrl)).map((row) => [
    row.chainId,
    row.sequence,
    row.id,
    row.outcome,
  ]);
  expect(placed).toEqual([
    ["admin", 1, "e", "done"],
    ["org:org_a", 1, "a", "done"],
    ["org:org_a", 2, "b", "done"],
    ["org:org_a", 3, "c", "done"],
    ["user:user_a", 1, "d", "done"],
  ]);
  const refusal = { gate: "org", user: "user_a", organization: "org_a" };
  await runSql(ownerUrl, `SELECT app.audit_refusal($1, 'a.b', NULL, 'conflict')`, [refusal]);
  expect((await readTrail(ownerUrl, "org:org_a")).at(-1)?.sequence).toBe(4);
  expect(await verifyAudit({ url: ownerUrl })).toMatchObject({ chains: 3, rows: 6, faults: [] });
  await expect(runSql(ownerUrl, `DELETE FROM "public"."AuditEvent"`)).rejects.toMatchObject({
    code: "42501",
  });
});
