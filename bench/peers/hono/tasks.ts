import { and, asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

const task = pgTable("Task", {
  organizationId: text().notNull(),
  id: text().notNull(),
  projectId: text().notNull(),
  title: text().notNull(),
  doneAt: timestamp({ withTimezone: true, precision: 3 }),
  assigneeId: text(),
  createdById: text().notNull(),
  createdAt: timestamp({ withTimezone: true, precision: 3 }).notNull(),
});

const db = drizzle(process.env["DATABASE_URL"] ?? "");

export function listTasks(organizationId: string, projectId: string) {
  return db
    .select({
      id: task.id,
      projectId: task.projectId,
      title: task.title,
      doneAt: task.doneAt,
      assigneeId: task.assigneeId,
      createdById: task.createdById,
      createdAt: task.createdAt,
    })
    .from(task)
    .where(and(eq(task.organizationId, organizationId), eq(task.projectId, projectId)))
    .orderBy(asc(task.createdAt), asc(task.id));
}
