import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OrganizationId } from "@/src/access/ids";
import { isAllowedOrLeave, requireOrganization } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getHydration } from "@/src/server/trpc/server";
import { ActivateOrganization } from "@/src/ui/frame/activate-organization";
import { hrefOfMembers, membersInput } from "@/src/ui/member/address";
import { invitationsInput, managersInput } from "@/src/ui/member/inputs";
import { Invitations } from "@/src/ui/member/invitations";
import { Invite } from "@/src/ui/member/invite";
import { MemberTable } from "@/src/ui/member/member-table";
import { NotAllowed } from "@/src/ui/not-allowed";
import { PageHeader } from "@/src/ui/page-header";
import { MembersSearch } from "./search-params";

export const metadata: Metadata = { title: "Members" };

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function MembersPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const address = readSearchParams(MembersSearch, await searchParams);
  const here = hrefOfMembers(slug, address ?? {});
  const organization = await requireOrganization(slug, here);
  if (organization.kind === "inactive")
    return <ActivateOrganization organizationId={organization.organizationId} />;
  // An address that somebody made up.
  if (!address) notFound();

  const { trpc, HydrateClient } = await getHydration();
  const mayManage = organization.person.organization?.permissions.includes("org:members:manage");
  await Promise.all([
    trpc.member.list.prefetchInfinite(membersInput(address)),
    trpc.member.list.prefetch(managersInput),
    mayManage ? trpc.invitation.list.prefetchInfinite(invitationsInput) : null,
  ]);
  if (!isAllowedOrLeave("member.list", here)) {
    return (
      <>
        <PageHeader title="Members" />
        <NotAllowed>
          An admin of this organization can show you who its members are, or change your role.
        </NotAllowed>
      </>
    );
  }
  return (
    <HydrateClient>
      <PageHeader
        title="Members"
        about="Who belongs to this organization, and what they may do in it."
        actions={<Invite />}
      />
      <MemberTable
        slug={slug}
        organizationId={OrganizationId.parse(organization.organizationId)}
        address={address}
      />
      <Invitations />
    </HydrateClient>
  );
}
