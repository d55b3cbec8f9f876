import { Avatar } from "@/src/ui/avatar";
import { Badge } from "@/src/ui/badge";
import type { Outputs } from "@/src/client/trpc";
import { Table } from "@/src/ui/table";
import { Day } from "@/src/ui/time";

const columns = [
  { name: "Organization" },
  { name: "Status" },
  { name: "Members", className: "text-right" },
  { name: "Created" },
  { name: "Id" },
];

interface Props {
  organizations: Outputs["admin"]["organizations"]["items"];
}

export function OrganizationTable({ organizations }: Props) {
  return (
    <Table caption="Organizations" columns={columns}>
      {organizations.map((organization) => (
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
  );
}
