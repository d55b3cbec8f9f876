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

export const metadata: Metadata = { title: "Users" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const columns = [
  { name: "User" },
  { name: "Status" },
  { name: "Organizations", className: "text-right" },
  { name: "Joined" },
  { name: "Id" },
];

export default async function UsersPage({ searchParams }: Props) {
  const address = readAddress("/admin/users", await searchParams);
  await requirePerson(hrefOf(address));
  const page = await readUsers(address);
  return (
    <>
      <PageHeader
        title="Users"
        about="Everybody who has an account."
        actions={<SearchForm address={address} label="Search by name or e-mail" />}
      />
      {page.items.length === 0 ? (
        <State icon={<SearchX />} title="No user matches">
          Search for a part of a name or of an e-mail address.
        </State>
      ) : (
        <Table caption="Users" columns={columns}>
          {page.items.map((user) => (
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
            </tr>
          ))}
        </Table>
      )}
      <Pages address={address} next={page.nextCursor} />
    </>
  );
}

async function readUsers(address: TableAddress) {
  const caller = await getCaller();
  try {
    const input = { search: address.search, cursor: address.after, limit: 25 };
    return await orDashboard(caller.admin.users(input), hrefOf(address));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
