import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { UserStatus } from "@/src/access/people";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import { hrefOfList, type ListAddress } from "@/src/ui/admin/list/address";
import { FilterForm } from "@/src/ui/admin/list/filter-form";
import { Pager } from "@/src/ui/admin/list/pager";
import { usersPath } from "@/src/ui/admin/paths";
import { UserTable } from "@/src/ui/admin/user/table";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { UsersSearch } from "./search-params";

export const metadata: Metadata = { title: "Users" };

const statuses: Readonly<Record<UserStatus, string>> = {
  active: "Active",
  administrator: "Administrators",
  banned: "Banned",
  locked: "Locked out",
  deleted: "Deleted",
};

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function UsersPage({ searchParams }: Props) {
  const found = readSearchParams(UsersSearch, await searchParams);
  const address = found && { path: usersPath, ...found };
  await requirePerson(address ? hrefOfList(address) : usersPath);
  // An address that somebody made up.
  if (!address) notFound();
  const page = await readUsers(address);
  return (
    <>
      <PageHeader title="Users" about="Everybody who has, or had, an account." />
      <FilterForm
        address={address}
        searchLabel="Name, e-mail or id"
        placeholder="alice@"
        everything="Everybody"
        statuses={statuses}
      />
      {page.items.length === 0 ? (
        <State icon={<SearchX />} title="No user matches">
          Search for a part of a name, of an e-mail address or of an id, or choose another status.
        </State>
      ) : (
        <UserTable users={page.items} address={address} />
      )}
      <Pager
        first={address.after && hrefOfList({ ...address, after: null })}
        next={page.nextCursor && hrefOfList({ ...address, after: page.nextCursor })}
      />
    </>
  );
}

async function readUsers(address: ListAddress<UserStatus>) {
  const caller = await getCaller();
  const { q: search, status, order, after } = address;
  try {
    const input = { search, status, order, cursor: after, limit: 25 };
    return await orDashboard(caller.admin.users(input), hrefOfList(address));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
