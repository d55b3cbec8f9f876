"use client";

import { ListTodo } from "lucide-react";
import type { ProjectId } from "@/src/access/ids";
import { Can, useCan } from "@/src/client/can";
import { trpc } from "@/src/client/trpc";
import { useLive } from "@/src/client/use-live";
import { CallFailed } from "../call-error";
import { ListSkeleton } from "../skeleton";
import { State } from "../state";
import { AddTask } from "./add-task";
import { TaskRow } from "./task-row";

export function TaskList({ projectId }: { projectId: ProjectId }) {
  const mayWork = useCan("org:tasks:manage");
  const maySeeMembers = useCan("org:members:read");
  const tasks = trpc.task.list.useQuery({ projectId });
  const cache = trpc.useUtils();
  trpc.task.watch.useSubscription(
    { projectId },
    useLive({
      show: (now) => cache.task.list.setData({ projectId }, now),
      refresh: () => cache.task.list.invalidate({ projectId }),
    }),
  );
  const members = trpc.member.list.useQuery({}, { enabled: maySeeMembers });

  if (tasks.isPending) return <ListSkeleton rows={5} label="Loading tasks" />;
  if (tasks.isError && !tasks.data) {
    return (
      <CallFailed
        what="The tasks could not be loaded"
        error={tasks.error}
        onRetry={() => void tasks.refetch()}
      />
    );
  }

  const done = tasks.data.filter((task) => task.doneAt !== null).length;
  return (
    <section aria-labelledby="tasks">
      <div className="mb-3 flex items-baseline justify-between gap-4">
        <h2 id="tasks" className="text-base font-semibold">
          Tasks
        </h2>
        {tasks.data.length > 0 && (
          <p className="text-small text-muted tabular-nums" aria-live="polite">
            {done} of {tasks.data.length} done
          </p>
        )}
      </div>
      <Can permission="org:tasks:manage">
        <AddTask projectId={projectId} />
      </Can>
      {tasks.data.length === 0 ? (
        <State icon={<ListTodo />} title="No tasks yet">
          {mayWork
            ? "Write the first thing that has to be done in the field above."
            : "Nobody has written down what has to be done here."}
        </State>
      ) : (
        <ul className="divide-y divide-border overflow-hidden rounded-card border bg-surface">
          {tasks.data.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              members={members.data?.items ?? []}
              mayWork={mayWork}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
