"use client";

import type { Outputs } from "@/src/client/trpc";
import { DataTable } from "@/src/ui/data-table";
import type { Column } from "@/src/ui/data-table-column";
import { Day } from "@/src/ui/time";
import type { ListAddress } from "../list/address";
import { useOrder } from "../list/use-order";
import { hrefOfUser } from "../paths";
import { SubjectName } from "../subject-name";
import { UserBadges } from "./badges";

type User = Outputs["admin"]["users"]["items"][number];

const shown: readonly Column<User>[] = [
  {
    id: "name",
    header: "User",
    cell: (user) => (
      <SubjectName
        href={hrefOfUser(user.id)}
        name={user.name ?? user.email ?? "Without a name"}
        about={user.name === null ? user.id : (user.email ?? "No e-mail address")}
        imageUrl={user.imageUrl}
      />
    ),
  },
  { id: "status", header: "Status", cell: (user) => <UserBadges user={user} /> },
  {
    id: "organizations",
    header: "Organizations",
    cell: (user) => user.organizations,
    align: "right",
  },
];
const createdAt: Column<User> = {
  id: "createdAt",
  header: "Joined",
  cell: (user) => <Day date={user.createdAt} />,
  className: "text-muted",
};
const unsorted = [...shown, createdAt];
const sorted = [...shown, { ...createdAt, sortBy: (user: User) => user.createdAt }];

interface Props {
  users: readonly User[];
}

/** The list whose order is in its address. */
export function UserTable({ users, address }: Props & { address: ListAddress }) {
  const order = useOrder(address);
  return (
    <DataTable
      caption="Users"
      columns={sorted}
      rows={users}
      rowId={({ id }) => id}
      empty={null}
      {...order}
    />
  );
}

/** A few of them, as they came. */
export function ShortUserTable({ users }: Props) {
  return (
    <DataTable
      caption="Users"
      columns={unsorted}
      rows={users}
      rowId={({ id }) => id}
      empty={<p className="text-muted">Nobody has signed up yet.</p>}
    />
  );
}
