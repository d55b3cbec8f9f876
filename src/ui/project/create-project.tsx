"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Can } from "@/src/client/can";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { ProjectForm } from "./project-form";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { toast } from "sonner";

export function CreateProject() {
  const [open, setOpen] = useState(false);
  const cache = trpc.useUtils();
  const create = trpc.project.create.useMutation({
    onSuccess: async (project) => {
      setOpen(false);
      toast.success(`“${project.name}” was created`);
      await cache.project.list.invalidate();
    },
  });
  return (
    <Can permission="org:projects:manage">
      <Button {...calls("project.create")} look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        New project
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="New project">
        <ProjectForm
          initial=""
          action="Create project"
          onCancel={() => setOpen(false)}
          onSubmit={(fields) => create.mutateAsync(fields)}
        />
      </Dialog>
    </Can>
  );
}
