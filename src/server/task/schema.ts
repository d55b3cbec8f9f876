import { z } from "zod";
import { ProjectId, TaskId, UserId } from "@/src/access/ids";
import { Resume } from "@/src/server/trpc/stream";
import { TaskFields } from "@/src/input/task";

export const Task = z.object({
  id: TaskId,
  projectId: ProjectId,
  title: z.string(),
  doneAt: z.date().nullable(),
  assigneeId: z.string().nullable(),
  createdById: z.string(),
  createdAt: z.date(),
});

/** A project's tasks are shown whole, so it takes no more than this many. People who create at once may pass it by a few. */
export const tasksPerProject = 500;
/** More than there can be: nothing that was let in is hidden. */
export const tasksShown = 2 * tasksPerProject;

export const ListTasks = z.strictObject({ projectId: ProjectId });
export const WatchTasks = ListTasks.extend(Resume);
export const CreateTask = TaskFields.extend({ projectId: ProjectId });
export const ToggleTask = z.strictObject({ id: TaskId, done: z.boolean() });
export const AssignTask = z.strictObject({ id: TaskId, assigneeId: UserId.nullable() });
export const OneTask = z.strictObject({ id: TaskId });
