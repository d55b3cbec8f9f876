import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { OrganizationStatus } from "@/src/access/people";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import { hrefOfList, type ListAddress } from "@/src/ui/admin/list/address";
import { FilterForm } from "@/src/ui/admin/list/filter-form";
import { Pager } from "@/src/ui/admin/list/pager";
import { OrganizationTable } from "@/src/ui/admin/organization/table";
import { organizationsPath } from "@/src/ui/admin/paths";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { OrganizationsSearch } from "./search-params";

export const metadata: Metadata = { title: "Organizations" };

const statuses: Readonly<Record<OrganizationStatus, string>> = {
  active: "Active",
  deleted: "Deleted",
};

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function OrganizationsPage({ searchParams }: Props) {
  const found = readSearchParams(OrganizationsSearch, await searchParams);
  const address = found && { path: organizationsPath, ...found };
  await requirePerson(address ? hrefOfList(address) : organizationsPath);
  // An address that somebody made up.
  if (!address) notFound();
  const page = await readOrganizations(address);
  return (
    <>
      <PageHeader title="Organizations" about="All tenants of this platform." />
      <FilterForm
        address={address}
        searchLabel="Name, address or id"
        placeholder="acme"
        everything="All"
        statuses={statuses}
      />
      {page.items.length === 0 ? (
        <State icon={<SearchX />} title="No organization matches">
          Search for a part of a name, of an address or of an id, or choose another status.
        </State>
      ) : (
        <OrganizationTable organizations={page.items} address={address} />
      )}
      <Pager
        first={address.after && hrefOfList({ ...address, after: null })}
        next={page.nextCursor && hrefOfList({ ...address, after: page.nextCursor })}
      />
    </>
  );
}

async function readOrganizations(address: ListAddress<OrganizationStatus>) {
  const caller = await getCaller();
  const { q: search, status, order, after } = address;
  try {
    const input = { search, status, order, cursor: after, limit: 25 };
    return await orDashboard(caller.admin.organizations(input), hrefOfList(address));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
