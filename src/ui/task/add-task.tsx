"use client";

import type { ProjectId } from "@/src/access/ids";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { TaskFields } from "@/src/input/task";
import { Button } from "../button";
import { TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";

/** The field is free again at once, so that several tasks can be written one after the other; a refused one comes back. */
export function AddTask({ projectId }: { projectId: ProjectId }) {
  const cache = trpc.useUtils();
  const create = trpc.task.create.useMutation({
    onSuccess: (task) => {
      cache.task.list.setData({ projectId }, (before) => before && [...before, task]);
      void cache.task.list.invalidate({ projectId });
      void cache.project.list.invalidate();
    },
  });
  const form = useSchemaForm({
    schema: TaskFields,
    initial: { title: "" },
    onSubmit: async ({ title }, fields) => {
      fields.setValue("title", "");
      try {
        await create.mutateAsync({ projectId, title });
      } catch (error) {
        if (fields.getValues("title") === "") fields.setValue("title", title);
        throw error;
      }
    },
  });
  return (
    <SchemaForm form={form} className="mb-4 grid gap-2" actions={null}>
      <div className="flex items-start gap-2">
        <div className="flex-1">
          <TextField
            label="New task"
            hideLabel
            placeholder="Add a task"
            {...form.field("title")}
            autoComplete="off"
          />
        </div>
        <Button {...calls("task.create")} type="submit" look="primary">
          Add
        </Button>
      </div>
    </SchemaForm>
  );
}
