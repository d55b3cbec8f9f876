import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProjectId } from "@/src/access/ids";
import { answerIfAllowed, requireOrganization } from "@/src/server/auth/guard";
import { getHydration } from "@/src/server/trpc/server";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { NotAllowed } from "@/src/ui/not-allowed";
import { PageHeader } from "@/src/ui/page-header";
import { ProjectHeader } from "@/src/ui/project/project-header";
import { TaskList } from "@/src/ui/task/task-list";

export const metadata: Metadata = { title: "Project" };

interface Props {
  params: Promise<{ slug: string; id: string }>;
}

export default async function ProjectPage({ params }: Props) {
  const { slug, id } = await params;
  const here = `/org/${slug}/projects/${id}`;
  const organization = await requireOrganization(slug, here);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;
  const projectId = ProjectId.safeParse(id);
  if (!projectId.success) notFound();

  const { trpc, HydrateClient } = await getHydration();
  // Asked for first and by itself: an absent project must answer 404 before anything is sent.
  const project = await answerIfAllowed(trpc.project.get({ id: projectId.data }), here);
  if (!project) {
    return (
      <>
        <PageHeader title="Project" />
        <NotAllowed>
          An admin of this organization can give you a role that sees projects.
        </NotAllowed>
      </>
    );
  }
  await Promise.all([
    trpc.task.list.prefetch({ projectId: project.id }),
    trpc.member.list.prefetch({}),
  ]);
  return (
    <HydrateClient>
      <ProjectHeader project={project} />
      <TaskList projectId={project.id} />
    </HydrateClient>
  );
}
