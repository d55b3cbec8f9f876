import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { Avatar } from "@/src/ui/avatar";
import { Badge } from "@/src/ui/badge";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { hrefOf, Pages, readAddress, SearchForm, Table, type TableAddress } from "@/src/ui/table";
import { Day } from "@/src/ui/time";

export const metadata: Metadata = { title: "Organizations" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const columns = [
  { name: "Organization" },
  { name: "Status" },
  { name: "Members", className: "text-right" },
  { name: "Created" },
  { name: "Id" },
];

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
        <Table caption="Organizations" columns={columns}>
          {page.items.map((organization) => (
            <tr key={organization.id}>
              <td className="px-4 py-2.5">
                <span className="flex items-center gap-3">
                  <Avatar
                    name={organization.name ?? "?"}
                    imageUrl={organization.imageUrl}
                    className="rounded-control"
                  />
                  <span className="min-w-0">
                    <span className="block text-ui font-medium whitespace-nowrap">
                      {organization.name ?? "Not known yet"}
                    </span>
                    <span className="block whitespace-nowrap text-muted">
                      {organization.slug ?? "No address"}
                    </span>
                  </span>
                </span>
              </td>
              <td className="px-4 py-2.5">
                {organization.deleted ? (
                  <Badge tone="danger">Deleted</Badge>
                ) : (
                  <Badge tone="success">Active</Badge>
                )}
              </td>
              <td className="px-4 py-2.5 text-right">{organization.members}</td>
              <td className="px-4 py-2.5 text-muted">
                <Day date={organization.createdAt} />
              </td>
              <td className="px-4 py-2.5 font-mono text-xs text-muted">{organization.id}</td>
            </tr>
          ))}
        </Table>
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
