import { z } from "zod";
import { ProjectId, TaskId, UserId } from "@/src/access/ids";
import { line } from "@/src/server/text";

export const Task = z.object({
  id: TaskId,
  projectId: ProjectId,
  title: z.string(),
  doneAt: z.date().nullable(),
  assigneeId: z.string().nullable(),
  createdById: z.string(),
  createdAt: z.date(),
});

/** A project's tasks are shown whole: at most this many are kept in one project. */
export const tasksPerProject = 500;

export const ListTasks = z.object({ projectId: ProjectId });
export const CreateTask = z.object({ projectId: ProjectId, title: line(240) });
export const ToggleTask = z.object({ id: TaskId, done: z.boolean() });
export const AssignTask = z.object({ id: TaskId, assigneeId: UserId.nullable() });
export const OneTask = z.object({ id: TaskId });
