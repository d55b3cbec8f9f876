"use client";

import { UserMinus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { IconButton } from "../button";
import { ConfirmByName } from "../confirm-by-name";
import { DisabledReason } from "../disabled-reason";
import type { Member } from "./change-role";
import { nameOfMember } from "./words";

export function RemoveMember({ member, reason }: { member: Member; reason: string | null }) {
  const [open, setOpen] = useState(false);
  const cache = trpc.useUtils();
  const name = nameOfMember(member);
  const remove = trpc.member.remove.useMutation({
    onSuccess: () => toast.success(`${name} was removed`),
    onSettled: () => cache.member.list.invalidate(),
  });
  return (
    <>
      <DisabledReason reason={reason}>
        <IconButton
          {...calls("member.remove")}
          label={`Remove ${name}`}
          onClick={() => setOpen(true)}
          className="hover:text-danger"
        >
          <UserMinus aria-hidden />
        </IconButton>
      </DisabledReason>
      <ConfirmByName
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => remove.mutateAsync({ userId: member.userId })}
        title={`Remove ${name}?`}
        name={name}
        action="Remove member"
      >
        They lose their access to this organization at once. What they have made here stays, and you
        can invite them again.
      </ConfirmByName>
    </>
  );
}
