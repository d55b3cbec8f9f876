"use client";

import type { Outputs } from "@/src/client/trpc";
import { DataTable } from "@/src/ui/data-table";
import type { Column } from "@/src/ui/data-table-column";
import { Day } from "@/src/ui/time";
import type { ListAddress } from "../list/address";
import { useOrder } from "../list/use-order";
import { hrefOfOrganization } from "../paths";
import { SubjectName } from "../subject-name";
import { OrganizationBadge } from "./badge";

type Organization = Outputs["admin"]["organizations"]["items"][number];

const shown: readonly Column<Organization>[] = [
  {
    id: "name",
    header: "Organization",
    cell: (organization) => (
      <SubjectName
        href={hrefOfOrganization(organization.id)}
        name={organization.name ?? "Without a name"}
        about={organization.slug ?? organization.id}
        imageUrl={organization.imageUrl}
        square
      />
    ),
  },
  {
    id: "status",
    header: "Status",
    cell: ({ deleted }) => <OrganizationBadge deleted={deleted} />,
  },
  { id: "members", header: "Members", cell: ({ members }) => members, align: "right" },
];
const createdAt: Column<Organization> = {
  id: "createdAt",
  header: "Created",
  cell: (organization) => <Day date={organization.createdAt} />,
  className: "text-muted",
};
const unsorted = [...shown, createdAt];
const sorted = [
  ...shown,
  { ...createdAt, sortBy: (organization: Organization) => organization.createdAt },
];

interface Props {
  organizations: readonly Organization[];
}

/** The list whose order is in its address. */
export function OrganizationTable({ organizations, address }: Props & { address: ListAddress }) {
  const order = useOrder(address);
  return (
    <DataTable
      caption="Organizations"
      columns={sorted}
      rows={organizations}
      rowId={({ id }) => id}
      empty={null}
      {...order}
    />
  );
}

/** A few of them, as they came. */
export function ShortOrganizationTable({ organizations }: Props) {
  return (
    <DataTable
      caption="Organizations"
      columns={unsorted}
      rows={organizations}
      rowId={({ id }) => id}
      empty={<p className="text-muted">There is no organization yet.</p>}
    />
  );
}
