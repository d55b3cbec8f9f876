import pg from "pg";
import { auditRow, chainOf, type End } from "./audit-row.ts";
import type { Row, Scoped } from "./contender.ts";

const columns = `"organizationId", "id", "name", "archivedAt", "createdById", "createdAt", "updatedAt"`;

/** SQL by hand on node-postgres: the floor. Row security does not hold; asks for no revocation. */
export function openRaw(ownerUrl: string, connections: number): Scoped {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: connections });
  return {
    name: "pg without row security",
    list: async ({ organizationId, projectId }) =>
      (
        await pool.query<Row>(
          `SELECT "organizationId", "id", "projectId", "title", "doneAt", "assigneeId", "createdById", "createdAt", "updatedAt"
           FROM "Task" WHERE "organizationId" = $1 AND "projectId" = $2 ORDER BY "createdAt", "id" LIMIT 20`,
          [organizationId, projectId],
        )
      ).rows,
    read: async ({ organizationId, projectId }) =>
      (
        await pool.query<Row>(
          `SELECT ${columns} FROM "Project" WHERE "organizationId" = $1 AND "id" = $2`,
          [organizationId, projectId],
        )
      ).rows[0] ?? null,
    rename: async (seat, name) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        const renamed = await client.query<Row>(
          `UPDATE "Project" SET "name" = $3, "updatedAt" = now() WHERE "organizationId" = $1 AND "id" = $2 RETURNING ${columns}`,
          [seat.organizationId, seat.projectId, name],
        );
        const [project] = renamed.rows;
        if (!project) throw new Error("There is no such project.");
        await appendRow(client, seat);
        await client.query("COMMIT");
        return project;
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

async function appendRow(client: pg.PoolClient, seat: Parameters<typeof auditRow>[0]) {
  const id = chainOf(seat);
  const { rows } = await client.query<{ sequence: string; hash: string }>(
    `SELECT "sequence", "hash" FROM "AuditChain" WHERE "id" = $1 FOR UPDATE`,
    [id],
  );
  const [found] = rows;
  const end: End | null = found ? { ...found, sequence: BigInt(found.sequence) } : null;
  const row = auditRow(seat, end);
  const names = Object.keys(row);
  await client.query(
    `INSERT INTO "AuditEvent" (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${names.map((_, n) => `$${n + 1}`).join(", ")})`,
    Object.values(row),
  );
  await client.query(
    `INSERT INTO "AuditChain" ("id", "sequence", "hash") VALUES ($1, $2, $3)
     ON CONFLICT ("id") DO UPDATE SET "sequence" = excluded."sequence", "hash" = excluded."hash"`,
    [id, row.sequence, row.hash],
  );
}
