import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
import { tasksShown, type ListTasks } from "./schema";

const shown = {
  id: true,
  projectId: true,
  title: true,
  doneAt: true,
  assigneeId: true,
  createdById: true,
  createdAt: true,
} as const;

/** A project's tasks, in the order of making. @throws AppError not_found for a project that is absent or another organization's. */
export async function listTasks(
  db: Db<"org", "org:projects:read">,
  { projectId }: z.infer<typeof ListTasks>,
) {
  const tasks = await db.task.findMany({
    where: { projectId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: tasksShown,
    select: shown,
  });
  if (tasks.length > 0) return tasks;
  // None: asked only then, whether there is such a project at all.
  const project = await db.project.findFirst({ where: { id: projectId }, select: { id: true } });
  if (!project) throw new AppError("not_found");
  return tasks;
}
