"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc, type Outputs } from "@/src/client/trpc";
import { useUntilHydrated } from "@/src/client/use-hydrated";
import { IconButton } from "../button";
import { Checkbox } from "../checkbox";
import { Confirm } from "../confirm";
import { join } from "../join";
import { useToggleTask, type Task } from "./toggle-task";

type Member = Outputs["member"]["list"]["items"][number];

interface TaskRowProps {
  task: Task;
  members: readonly Member[];
  mayWork: boolean;
}

export function TaskRow({ task, members, mayWork }: TaskRowProps) {
  const [asking, setAsking] = useState(false);
  const toggle = useToggleTask();
  const cache = trpc.useUtils();
  const changed = () =>
    Promise.all([
      cache.task.list.invalidate({ projectId: task.projectId }),
      cache.project.list.invalidate(),
    ]);
  const assign = trpc.task.assign.useMutation({
    onSuccess: changed,
    onError: (error) => notifyFault(error, `“${task.title}” was not assigned`),
  });
  const remove = trpc.task.delete.useMutation({
    onSuccess: async () => {
      setAsking(false);
      await changed();
    },
    onError: (error) => notifyFault(error, `“${task.title}” was not deleted`),
  });

  const starting = useUntilHydrated(assign.isPending);
  const done = task.doneAt !== null;
  const assigneeId = assign.isPending ? (assign.variables.assigneeId ?? null) : task.assigneeId;
  const assignee = members.find((member) => member.userId === assigneeId);
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-3 px-4 py-2 sm:flex-nowrap">
      <label className="flex w-full min-w-0 items-center gap-3 sm:w-auto sm:flex-1">
        <Checkbox
          {...calls("task.toggle")}
          checked={done}
          disabled={!mayWork}
          onChange={() => void toggle(task)}
        />
        <span className={join("min-w-0 break-words", done && "text-muted line-through")}>
          {task.title}
        </span>
      </label>
      {mayWork ? (
        <select
          {...calls("task.assign")}
          aria-label={`Assignee of ${task.title}`}
          value={assigneeId ?? ""}
          {...starting}
          onChange={(event) => {
            const chosen = members.find(({ userId }) => userId === event.target.value);
            assign.mutate({ id: task.id, assigneeId: chosen?.userId ?? null });
          }}
          className="mr-auto ml-6 h-8 w-44 shrink-0 truncate rounded-control border border-transparent bg-transparent px-1 text-small text-muted hover:border-border-strong sm:mx-0"
        >
          <option value="">Nobody</option>
          {members.map((member) => (
            <option key={member.userId} value={member.userId}>
              {nameOf(member)}
            </option>
          ))}
          {assigneeId && !assignee && <option value={assigneeId}>Former member</option>}
        </select>
      ) : (
        <span className="ml-7 text-small text-muted sm:ml-0">
          {assignee ? nameOf(assignee) : "Nobody"}
        </span>
      )}
      {mayWork && (
        <>
          <IconButton
            {...calls("task.delete")}
            label={`Delete ${task.title}`}
            onClick={() => setAsking(true)}
            className="hover:text-danger"
          >
            <Trash2 aria-hidden />
          </IconButton>
          <Confirm
            open={asking}
            onClose={() => setAsking(false)}
            onConfirm={() => remove.mutate({ id: task.id })}
            busy={remove.isPending}
            title="Delete this task?"
            action="Delete task"
          >
            “{task.title}” will be deleted for everybody. This cannot be undone.
          </Confirm>
        </>
      )}
    </li>
  );
}

function nameOf(member: Member): string {
  return member.name ?? member.email ?? "Without a name";
}
