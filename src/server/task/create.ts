import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
import { tasksPerProject, type AssignTask, type CreateTask } from "./schema";

type TaskDb = Db<"org", "org:tasks:manage">;

/** @throws AppError not_found for a project that is absent or another organization's; conflict when the project is full. */
export async function createTask(db: TaskDb, { projectId, title }: z.infer<typeof CreateTask>) {
  // The foreign key would refuse it too; asking first gives the same answer without an aborted transaction.
  const project = await db.project.findFirst({ where: { id: projectId }, select: { id: true } });
  if (!project) throw new AppError("not_found");
  if ((await db.task.count({ where: { projectId } })) >= tasksPerProject) {
    throw new AppError("conflict", `A project holds at most ${tasksPerProject} tasks.`);
  }
  return db.task.create({ data: { projectId, title } });
}

/** @throws AppError not_found for an absent or foreign task, bad_input for an assignee who is not a member. */
export async function assignTask(db: TaskDb, { id, assigneeId }: z.infer<typeof AssignTask>) {
  const task = await db.task.findFirst({ where: { id }, select: { id: true } });
  if (!task) throw new AppError("not_found");
  // The foreign key knows members who have left (tombstones); row security shows only those who are here.
  if (
    assigneeId !== null &&
    !(await db.membership.findFirst({ where: { userId: assigneeId }, select: { userId: true } }))
  ) {
    throw new AppError("bad_input", "Tasks can be assigned to members of this organization only.");
  }
  return db.task.update({ where: { key: db.key(id) }, data: { assigneeId } });
}
