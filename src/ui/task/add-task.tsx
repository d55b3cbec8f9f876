"use client";

import { useState } from "react";
import type { ProjectId } from "@/src/access/ids";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { TextField } from "../field";
import { fieldFault, FormFault } from "../form-fault";

/** The field is free again at once, so that several tasks can be written one after the other; a refused one comes back. */
export function AddTask({ projectId }: { projectId: ProjectId }) {
  const [title, setTitle] = useState("");
  const cache = trpc.useUtils();
  const create = trpc.task.create.useMutation({
    onSuccess: (task) => {
      cache.task.list.setData({ projectId }, (before) => before && [...before, task]);
      void cache.task.list.invalidate({ projectId });
      void cache.project.list.invalidate();
    },
    onError: (_, refused) => setTitle((typed) => (typed === "" ? refused.title : typed)),
  });
  return (
    <form
      className="mb-4 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ projectId, title });
        setTitle("");
      }}
    >
      <div className="flex items-start gap-2">
        <div className="flex-1">
          <TextField
            label="New task"
            hideLabel
            placeholder="Add a task"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            error={fieldFault(create.error, "title")}
            autoComplete="off"
          />
        </div>
        <Button type="submit" look="primary">
          Add
        </Button>
      </div>
      <FormFault error={create.error} fields={["title"]} />
    </form>
  );
}
