"use client";

import { Command, useCommandState } from "cmdk";
import { FolderKanban } from "lucide-react";
import { trpc } from "@/src/client/trpc";
import { usePause } from "../use-pause";
import { CommandItem, groupClass } from "./command-item";
import { NothingFound } from "./nothing-found";

interface ProjectCommandsProps {
  slug: string;
  onGo: (href: string) => void;
}

/** Milliseconds without a key after which what was typed is searched for. */
const pause = 200;
/** As many as anybody reads; more are found by typing more. */
const most = 20;

/** The organization's projects by name, found by the server; the newest until something is typed. */
export function ProjectCommands({ slug, onGo }: ProjectCommandsProps) {
  const typed = useCommandState((state) => state.search).trim();
  const search = usePause(typed, pause);
  const projects = trpc.project.list.useQuery(
    { archived: false, limit: most, search },
    // What was found stays until there is an answer to what was typed since; what was found before is asked for again.
    { placeholderData: (before) => before, refetchOnMount: "always" },
  );
  const looking = search !== typed || projects.isFetching;
  return (
    <>
      <NothingFound>
        {looking
          ? "Looking for projects…"
          : projects.isError
            ? "The projects could not be searched. Try again in a moment."
            : undefined}
      </NothingFound>
      <Command.Group heading="Projects" className={groupClass}>
        {projects.data?.items.map(({ id, name }) => (
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
    </>
  );
}
