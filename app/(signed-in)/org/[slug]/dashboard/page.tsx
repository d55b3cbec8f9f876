import type { Metadata } from "next";
import { leaveIfRefused, requireOrganization } from "@/src/server/auth/guard";
import { getHydration } from "@/src/server/trpc/server";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { PageHeader } from "@/src/ui/page-header";
import { CreateProject } from "@/src/ui/project/create-project";
import { ProjectList } from "@/src/ui/project/project-list";
import { projectPage } from "@/src/ui/project/page-size";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const here = `/org/${slug}/dashboard`;
  const organization = await requireOrganization(slug, here);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;
  const { trpc, HydrateClient } = await getHydration();
  await trpc.project.list.prefetchInfinite({ archived: false, limit: projectPage });
  leaveIfRefused(here);
  return (
    <HydrateClient>
      <PageHeader
        title="Projects"
        about="What this organization is working on."
        actions={<CreateProject />}
      />
      <ProjectList slug={slug} />
    </HydrateClient>
  );
}
