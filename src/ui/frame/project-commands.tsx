"use client";

import { Command } from "cmdk";
import { FolderKanban } from "lucide-react";
import { trpc } from "@/src/client/trpc";
import { CommandItem, groupClass } from "./command-item";

interface ProjectCommandsProps {
  slug: string;
  enabled: boolean;
  onGo: (href: string) => void;
}

/** The newest projects of the organization; asked for when the menu is opened. */
export function ProjectCommands({ slug, enabled, onGo }: ProjectCommandsProps) {
  const { data } = trpc.project.list.useQuery({ archived: false, limit: 50 }, { enabled });
  return (
    <Command.Group heading="Projects" className={groupClass}>
      {data?.items.map(({ id, name }) => (
        <CommandItem
          key={id}
          value={`project ${id}`}
          keywords={[name]}
          label={name}
          icon={<FolderKanban />}
          onSelect={() => onGo(`/org/${slug}/projects/${id}`)}
        />
      ))}
    </Command.Group>
  );
}
