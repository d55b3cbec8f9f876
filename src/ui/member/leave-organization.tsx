"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import type { OrganizationId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { IconButton } from "../button";
import { Confirm } from "../confirm";
import { DisabledReason } from "../disabled-reason";

interface LeaveOrganizationProps {
  organizationId: OrganizationId;
  reason: string | null;
}

export function LeaveOrganization({ organizationId, reason }: LeaveOrganizationProps) {
  const [open, setOpen] = useState(false);
  const leave = trpc.member.leave.useMutation({
    // With all that this page has kept: none of it is theirs to see any more.
    onSuccess: () => window.location.assign("/dashboard"),
    onError: (error) => {
      setOpen(false);
      notifyFault(error, "You are still a member");
    },
  });
  return (
    <>
      <DisabledReason reason={reason}>
        <IconButton
          {...calls("member.leave")}
          label="Leave this organization"
          onClick={() => setOpen(true)}
          className="hover:text-danger"
        >
          <LogOut aria-hidden />
        </IconButton>
      </DisabledReason>
      <Confirm
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => leave.mutate({ id: organizationId })}
        busy={leave.isPending || leave.isSuccess}
        title="Leave this organization?"
        action="Leave"
      >
        You lose your access to it at once. What you have made here stays; to come back, somebody
        has to invite you.
      </Confirm>
    </>
  );
}
