"use client";

import { Archive, FolderKanban } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/src/client/can";
import { trpc } from "@/src/client/trpc";
import { useLivePages } from "@/src/client/use-live-pages";
import { join } from "../join";
import { InfiniteList } from "../infinite-list";
import { State } from "../state";
import { projectPage } from "./page-size";
import { ProjectRow } from "./project-row";

const views = [
  { archived: false, name: "Active" },
  { archived: true, name: "Archived" },
] as const;

export function ProjectList({ slug }: { slug: string }) {
  const [archived, setArchived] = useState(false);
  return (
    <section aria-label={archived ? "Archived projects" : "Active projects"}>
      <div
        role="group"
        aria-label="Show"
        className="mb-3 inline-flex gap-0.5 rounded-card border bg-surface p-0.5"
      >
        {views.map((view) => (
          <button
            key={view.name}
            type="button"
            aria-pressed={view.archived === archived}
            onClick={() => setArchived(view.archived)}
            className={join(
              "h-7 rounded-control px-3 text-small font-medium",
              view.archived === archived ? "bg-subtle text-text" : "text-muted hover:text-text",
            )}
          >
            {view.name}
          </button>
        ))}
      </div>
      <Projects key={String(archived)} slug={slug} archived={archived} />
    </section>
  );
}

function Projects({ slug, archived }: { slug: string; archived: boolean }) {
  const mayManage = useCan("org:projects:manage");
  const asked = { archived, limit: projectPage };
  const list = trpc.project.list.useInfiniteQuery(asked, {
    getNextPageParam: (page) => page.nextCursor,
  });
  trpc.project.watch.useSubscription(asked, useLivePages(trpc.useUtils().project.list, asked));

  return (
    <InfiniteList
      list={list}
      loading="Loading projects"
      failed="The projects could not be loaded"
      empty={archived ? <NothingArchived /> : <NoProjects mayManage={mayManage} />}
      row={(project) => (
        <ProjectRow key={project.id} slug={slug} project={project} mayManage={mayManage} />
      )}
    />
  );
}

function NothingArchived() {
  return (
    <State icon={<Archive />} title="Nothing is archived">
      Archive a project that is finished: it leaves the list, and its tasks are kept.
    </State>
  );
}

function NoProjects({ mayManage }: { mayManage: boolean }) {
  return (
    <State icon={<FolderKanban />} title="No projects yet">
      {mayManage
        ? "A project holds the tasks of one piece of work. Create the first with “New project”."
        : "A project holds the tasks of one piece of work. An admin of this organization can create the first."}
    </State>
  );
}
