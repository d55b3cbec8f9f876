"use client";

import { SearchX } from "lucide-react";
import { useMemo } from "react";
import type { OrganizationId } from "@/src/access/ids";
import { memberSorts, type SortMembers } from "@/src/access/sorts";
import { roles } from "@/src/access/roles";
import { useCan } from "@/src/client/can";
import { trpc } from "@/src/client/trpc";
import { useLivePages } from "@/src/client/use-live-pages";
import { Avatar } from "../avatar";
import { Badge } from "../badge";
import { DataTable } from "../data-table";
import type { Column, Sort } from "../data-table-column";
import { SelectField } from "../field";
import { ListingStates } from "../infinite-list";
import { State } from "../state";
import { membersInput, type MembersAddress } from "./address";
import { useChangeRole, type Member } from "./change-role";
import { LeaveButton } from "./leave-button";
import { RemoveMember } from "./remove-member";
import { RoleSelect } from "./role-select";
import { useMembersAddress } from "./use-address";
import { useRefusal } from "./use-refusal";
import { nameOfMember, nameOfRole } from "./words";

interface MemberTableProps {
  slug: string;
  organizationId: OrganizationId;
  address: MembersAddress;
}

/** The members, searched and sorted by the server, a page at a time. */
export function MemberTable({ slug, organizationId, address: initial }: MemberTableProps) {
  const { address, typed, change } = useMembersAddress(slug, initial);
  const asked = membersInput(address);
  const list = trpc.member.list.useInfiniteQuery(asked, {
    getNextPageParam: (page) => page.nextCursor,
    // What is shown stays until the answer to the next question is there.
    placeholderData: (before) => before,
  });
  trpc.member.watch.useSubscription(asked, useLivePages(trpc.useUtils().member.list, asked));
  const columns = useColumns(address, { slug, organizationId });
  return (
    <ListingStates
      list={list}
      loading="Loading the members"
      failed="The members could not be loaded"
    >
      {(members) => (
        <DataTable
          caption="Members"
          columns={columns}
          rows={members}
          rowId={({ userId }) => userId}
          sort={{ id: address.sort, descending: address.order === "desc" }}
          onSortChange={(sort) => change(sortOf(sort))}
          searchLabel="Search by name or e-mail"
          search={typed}
          onSearchChange={(q) => change({ q })}
          toolbar={
            <SelectField
              label="Role"
              hideLabel
              value={address.role ?? ""}
              onChange={(event) => change({ role: event.target.value || undefined })}
              className="w-auto!"
            >
              <option value="">Any role</option>
              {Object.entries(roles).map(([key, { title }]) => (
                <option key={key} value={key}>
                  {title}
                </option>
              ))}
            </SelectField>
          }
          empty={
            <State icon={<SearchX />} title="Nobody has this role">
              Choose another role, or any.
            </State>
          }
          stale={list.isPlaceholderData}
        />
      )}
    </ListingStates>
  );
}

/** No third state: the list is always sorted by something. */
function sortOf(sort: Sort | null): Pick<MembersAddress, "sort" | "order"> {
  const by = memberSorts.find((each) => each === sort?.id) ?? "name";
  return { sort: by, order: sort?.descending ? "desc" : "asc" };
}

/** The server sorts; this only makes the header a button. */
const sorted = (sort: SortMembers) => ({ id: sort, sortBy: (member: Member) => member[sort] });

function useColumns(
  address: MembersAddress,
  { slug, organizationId }: Omit<MemberTableProps, "address">,
): Column<Member>[] {
  const mayManage = useCan("org:members:manage");
  const me = trpc.me.get.useQuery(undefined, { select: ({ userId }) => userId }).data;
  const refusal = useRefusal();
  const changeRole = useChangeRole(address);
  return useMemo(
    () => [
      {
        ...sorted("name"),
        header: "Name",
        cell: (member) => (
          <span className="flex items-center gap-3">
            <Avatar name={nameOfMember(member)} imageUrl={member.imageUrl} />
            <span className="text-ui font-medium break-words">{nameOfMember(member)}</span>
            {member.userId === me && <Badge>You</Badge>}
          </span>
        ),
      },
      {
        ...sorted("email"),
        header: "E-mail",
        className: "text-muted max-sm:hidden",
        cell: (member) => member.email ?? "–",
      },
      {
        ...sorted("role"),
        header: "Role",
        className: "sm:w-40",
        cell: (member) =>
          mayManage ? (
            <RoleSelect
              member={member}
              reason={refusal(member.userId)}
              onChange={(role) => void changeRole(member, role)}
            />
          ) : (
            <Badge>{nameOfRole(member.role)}</Badge>
          ),
      },
      {
        id: "actions",
        header: "Actions",
        hideHeader: true,
        align: "right",
        className: "sm:w-16",
        cell: (member) =>
          member.userId === me ? (
            <LeaveButton
              organizationId={organizationId}
              slug={slug}
              reason={refusal(member.userId)}
            />
          ) : mayManage ? (
            <RemoveMember member={member} reason={refusal(member.userId)} />
          ) : null,
      },
    ],
    [mayManage, me, refusal, changeRole, slug, organizationId],
  );
}
