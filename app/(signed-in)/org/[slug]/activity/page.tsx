import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { isAllowedOrLeave, requireOrganization } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getHydration } from "@/src/server/trpc/server";
import { ActivityFilter } from "@/src/ui/audit/activity-filter";
import { ActivityList } from "@/src/ui/audit/activity-list";
import { auditInput, hrefOfActivity } from "@/src/ui/audit/address";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { NotAllowed } from "@/src/ui/not-allowed";
import { PageHeader } from "@/src/ui/page-header";
import { ActivitySearch } from "./search-params";

export const metadata: Metadata = { title: "Activity" };

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ActivityPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const address = readSearchParams(ActivitySearch, await searchParams);
  const here = hrefOfActivity(slug, address ?? {});
  const organization = await requireOrganization(slug, here);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;
  // An address that somebody made up.
  if (!address) notFound();
  const { trpc, HydrateClient } = await getHydration();
  await trpc.audit.list.prefetchInfinite(auditInput(address));
  if (!isAllowedOrLeave("audit.list", here)) {
    return (
      <>
        <PageHeader title="Activity" />
        <NotAllowed>
          An admin of this organization can tell you what was done, or change your role.
        </NotAllowed>
      </>
    );
  }
  // The names behind the ids; whom the browser does not find among them it asks for by itself.
  if (organization.person.organization?.permissions.includes("org:members:read"))
    await trpc.member.list.prefetch({});
  return (
    <HydrateClient>
      <PageHeader
        title="Activity"
        about="What was done in this organization, by whom, and what was refused."
      />
      <ActivityFilter slug={slug} address={address} />
      <ActivityList address={address} />
    </HydrateClient>
  );
}
