import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { OrganizationTable } from "@/src/ui/admin/organization-table";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { hrefOf, Pages, readAddress, SearchForm, type TableAddress } from "@/src/ui/table";

export const metadata: Metadata = { title: "Organizations" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OrganizationsPage({ searchParams }: Props) {
  const address = readAddress("/admin/organizations", await searchParams);
  await requirePerson(hrefOf(address));
  const page = await readOrganizations(address);
  return (
    <>
      <PageHeader
        title="Organizations"
        about="All tenants of this platform."
        actions={<SearchForm address={address} label="Search by name or address" />}
      />
      {page.items.length === 0 ? (
        <State icon={<SearchX />} title="No organization matches">
          Search for a part of a name or of an address.
        </State>
      ) : (
        <OrganizationTable organizations={page.items} />
      )}
      <Pages address={address} next={page.nextCursor} />
    </>
  );
}

async function readOrganizations(address: TableAddress) {
  const caller = await getCaller();
  try {
    const input = { search: address.search, cursor: address.after, limit: 25 };
    return await orDashboard(caller.admin.organizations(input), hrefOf(address));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
