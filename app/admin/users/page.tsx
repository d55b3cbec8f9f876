import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Connection } from "@/src/client/connection";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { UserTable } from "@/src/ui/admin/user-table";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { hrefOf, Pages, readAddress, SearchForm, type TableAddress } from "@/src/ui/table";

export const metadata: Metadata = { title: "Users" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function UsersPage({ searchParams }: Props) {
  const address = readAddress("/admin/users", await searchParams);
  const person = await requirePerson(hrefOf(address));
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
        <Connection key={person.userId} userId={person.userId} organizationId={null}>
          <UserTable users={page.items} />
        </Connection>
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
