"use client";

import { notifyFault } from "@/src/client/notify";
import { trpc, type Outputs } from "@/src/client/trpc";

export type Task = Outputs["task"]["list"][number];

/**
 * Ticks a task at once and takes it back when the server refuses. Only this task is put back, not the whole list: others may
 * have been ticked meanwhile.
 */
export function useToggleTask() {
  const cache = trpc.useUtils();
  const show = (task: Task, doneAt: Date | null) =>
    cache.task.list.setData({ projectId: task.projectId }, (before) =>
      before?.map((each) => (each.id === task.id ? { ...each, doneAt } : each)),
    );
  const toggle = trpc.task.toggle.useMutation({
    onSettled: () => cache.project.list.invalidate(),
  });
  return async (task: Task) => {
    // A list that is being read now could arrive with the state before this click.
    await cache.task.list.cancel({ projectId: task.projectId });
    const done = task.doneAt === null;
    show(task, done ? new Date() : null);
    try {
      const after = await toggle.mutateAsync({ id: task.id, done });
      show(after, after.doneAt);
    } catch (error) {
      show(task, task.doneAt);
      notifyFault(error, `“${task.title}” was not changed`);
    }
  };
}
