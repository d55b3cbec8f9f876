"use client";

import { Archive, ArchiveRestore, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc, type Outputs } from "@/src/client/trpc";
import { IconButton } from "../button";
import { ConfirmByName } from "../confirm-by-name";
import { Dialog } from "../dialog";
import { Day } from "../time";
import { ProjectForm } from "./project-form";

type ListedProject = Outputs["project"]["list"]["items"][number];

interface ProjectRowProps {
  slug: string;
  project: ListedProject;
  mayManage: boolean;
}

export function ProjectRow({ slug, project, mayManage }: ProjectRowProps) {
  const done = project.tasks - project.openTasks;
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-subtle/50">
      <div className="min-w-0 flex-1">
        <Link
          href={`/org/${slug}/projects/${project.id}`}
          className="rounded-control font-medium break-words hover:underline"
        >
          {project.name}
        </Link>
        <p className="text-small text-muted tabular-nums">
          {project.tasks === 0 ? "No tasks" : `${done} of ${project.tasks} tasks done`}
          <span className="hidden sm:inline">
            {" · "}
            {project.archivedAt ? "archived " : "created "}
            <Day date={project.archivedAt ?? project.createdAt} />
          </span>
        </p>
      </div>
      {mayManage && <ProjectActions project={project} />}
    </li>
  );
}

function ProjectActions({ project }: { project: ListedProject }) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const close = () => setOpen(null);
  const cache = trpc.useUtils();
  const changed = () => cache.project.invalidate();

  const rename = trpc.project.rename.useMutation({
    onSuccess: async () => {
      close();
      await changed();
    },
  });
  const archive = trpc.project.archive.useMutation({
    onSuccess: async (after) => {
      toast.success(`“${after.name}” was ${after.archivedAt ? "archived" : "restored"}`);
      await changed();
    },
    onError: (error) => notifyFault(error, `“${project.name}” was not changed`),
  });
  const remove = trpc.project.delete.useMutation({
    onSuccess: async () => {
      toast.success(`“${project.name}” was deleted`);
      await changed();
    },
  });

  const archived = project.archivedAt !== null;
  return (
    <div className="flex">
      <IconButton
        {...calls("project.rename")}
        label={`Rename ${project.name}`}
        onClick={() => setOpen("rename")}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton
        {...calls("project.archive")}
        label={`${archived ? "Restore" : "Archive"} ${project.name}`}
        disabled={archive.isPending}
        onClick={() => archive.mutate({ id: project.id, archived: !archived })}
      >
        {archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
      </IconButton>
      <IconButton
        {...calls("project.delete")}
        label={`Delete ${project.name}`}
        onClick={() => setOpen("delete")}
        className="hover:text-danger"
      >
        <Trash2 aria-hidden />
      </IconButton>

      <Dialog open={open === "rename"} onClose={close} title="Rename project">
        <ProjectForm
          initial={project.name}
          action="Rename"
          onCancel={close}
          onSubmit={(fields) => rename.mutateAsync({ id: project.id, ...fields })}
        />
      </Dialog>
      <ConfirmByName
        open={open === "delete"}
        onClose={close}
        onConfirm={() => remove.mutateAsync({ id: project.id })}
        title={`Delete “${project.name}”?`}
        name={project.name}
        action="Delete project"
      >
        {project.tasks === 0
          ? "The project will be deleted for everybody in this organization. This cannot be undone."
          : `The project and its ${project.tasks === 1 ? "one task" : `${project.tasks} tasks`} will be deleted for everybody in this organization. This cannot be undone.`}
      </ConfirmByName>
    </div>
  );
}
