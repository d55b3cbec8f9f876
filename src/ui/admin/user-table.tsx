import { Avatar } from "@/src/ui/avatar";
import { Badge } from "@/src/ui/badge";
import type { Outputs } from "@/src/client/trpc";
import { ExportUser } from "@/src/ui/export/export-user";
import { Table } from "@/src/ui/table";
import { Day } from "@/src/ui/time";

const columns = [
  { name: "User" },
  { name: "Status" },
  { name: "Organizations", className: "text-right" },
  { name: "Joined" },
  { name: "Id" },
  { name: "Data" },
];

interface Props {
  users: Outputs["admin"]["users"]["items"];
}

export function UserTable({ users }: Props) {
  return (
    <Table caption="Users" columns={columns}>
      {users.map((user) => (
        <tr key={user.id}>
          <td className="px-4 py-2.5">
            <span className="flex items-center gap-3">
              <Avatar name={user.name ?? user.email ?? "?"} imageUrl={user.imageUrl} />
              <span className="min-w-0">
                <span className="block text-ui font-medium whitespace-nowrap">
                  {user.name ?? "Without a name"}
                </span>
                <span className="block whitespace-nowrap text-muted">
                  {user.email ?? "No e-mail address"}
                </span>
              </span>
            </span>
          </td>
          <td className="px-4 py-2.5">
            <span className="flex gap-1">
              {user.deleted ? (
                <Badge tone="danger">Deleted</Badge>
              ) : user.banned ? (
                <Badge tone="warning">Suspended</Badge>
              ) : (
                <Badge tone="success">Active</Badge>
              )}
              {user.platformRole === "admin" && <Badge tone="accent">Administrator</Badge>}
            </span>
          </td>
          <td className="px-4 py-2.5 text-right">{user.organizations}</td>
          <td className="px-4 py-2.5 text-muted">
            <Day date={user.createdAt} />
          </td>
          <td className="px-4 py-2.5 font-mono text-xs text-muted">{user.id}</td>
          <td className="px-4 py-1">
            <ExportUser id={user.id} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
