import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OrganizationId } from "@/src/access/ids";
import { Connection } from "@/src/client/connection";
import { orDashboard, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import { hrefOfAudit } from "@/src/ui/admin/audit/address";
import { LastActivity } from "@/src/ui/admin/last-activity";
import { LastDeliveries } from "@/src/ui/admin/last-deliveries";
import { Pager } from "@/src/ui/admin/list/pager";
import { OrganizationFacts } from "@/src/ui/admin/organization/facts";
import { Invitations } from "@/src/ui/admin/organization/invitations";
import { MemberTable } from "@/src/ui/admin/organization/members";
import { hrefOfOrganization } from "@/src/ui/admin/paths";
import { Resynchronize } from "@/src/ui/admin/resynchronize";
import { Section } from "@/src/ui/admin/section";
import { SubjectPage } from "@/src/ui/admin/subject-page";
import { hrefWith } from "@/src/ui/address";
import { PageHeader } from "@/src/ui/page-header";
import { MembersSearch } from "./search-params";

export const metadata: Metadata = { title: "Organization" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function OrganizationPage({ params, searchParams }: Props) {
  const [{ id }, given] = await Promise.all([params, searchParams]);
  const found = readSearchParams(MembersSearch, given);
  const after = found?.after ?? null;
  const path = hrefOfOrganization(id);
  const here = hrefWith(path, { after });
  const person = await requirePerson(here);
  const organizationId = OrganizationId.safeParse(id);
  // An address that somebody made up.
  if (!organizationId.success || !found) notFound();
  const caller = await getCaller();
  const [organization, members] = await orDashboard(
    Promise.all([
      caller.admin.organization({ id: organizationId.data }),
      caller.admin.organizationMembers({ id: organizationId.data, cursor: after }),
    ]),
    here,
  );
  return (
    <Connection key={person.userId} userId={person.userId} organizationId={null}>
      <PageHeader
        title={organization.name ?? "Without a name"}
        about={organization.slug ?? undefined}
      />
      <SubjectPage
        facts={<OrganizationFacts organization={organization} />}
        actions={<Resynchronize kind="organization" id={organization.id} />}
      >
        <Section id="members" title="Members">
          <MemberTable members={members.items} />
          <Pager
            first={after && path}
            next={members.nextCursor && hrefWith(path, { after: members.nextCursor })}
          />
        </Section>
        <Invitations of={organization} />
        <LastActivity of={organization} href={hrefOfAudit({ chain: organization.id })} />
        <LastDeliveries subject={organization.id} deliveries={organization.deliveries} />
      </SubjectPage>
    </Connection>
  );
}
