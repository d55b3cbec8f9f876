"use client";

import { trpc, type Outputs } from "@/src/client/trpc";
import { Badge } from "../badge";
import { PageHeader } from "../page-header";
import { Day } from "../time";

type Project = Outputs["project"]["get"];

/** Starts with what the server read, and follows when somebody renames it. */
export function ProjectHeader({ project }: { project: Project }) {
  const { data } = trpc.project.get.useQuery({ id: project.id }, { initialData: project });
  return (
    <PageHeader
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          {data.name}
          {data.archivedAt && <Badge>Archived</Badge>}
        </span>
      }
      about={
        <>
          Created <Day date={data.createdAt} />
        </>
      }
    />
  );
}
