"use client";

import { toast } from "sonner";
import { notifyFault } from "@/src/client/notify";
import { trpc, type Outputs } from "@/src/client/trpc";
import { membersInput, type MembersAddress } from "./address";
import { nameOfMember, nameOfRole } from "./words";

export type Member = Outputs["member"]["list"]["items"][number];

/**
 * Shows the new role at once and takes it back when the server, or Clerk, refuses. Only this member is put back, not the whole
 * list: another may have been changed meanwhile.
 */
export function useChangeRole(address: MembersAddress) {
  const cache = trpc.useUtils();
  const show = (userId: string, role: string | null) =>
    cache.member.list.setInfiniteData(
      membersInput(address),
      (before) =>
        before && {
          ...before,
          pages: before.pages.map((page) => ({
            ...page,
            items: page.items.map((each) => (each.userId === userId ? { ...each, role } : each)),
          })),
        },
    );
  const change = trpc.member.changeRole.useMutation({
    onSettled: () => cache.member.list.invalidate(),
  });
  return async (member: Member, role: string) => {
    // A list that is being read now could arrive with the role before this choice.
    await cache.member.list.cancel();
    show(member.userId, role);
    try {
      await change.mutateAsync({ userId: member.userId, role });
      toast.success(`${nameOfMember(member)} is now ${nameOfRole(role)}`);
    } catch (error) {
      show(member.userId, member.role);
      notifyFault(error, `The role of ${nameOfMember(member)} was not changed`);
    }
  };
}
