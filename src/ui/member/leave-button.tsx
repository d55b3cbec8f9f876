"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import type { OrganizationId } from "@/src/access/ids";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { IconButton } from "../button";
import { DisabledReason } from "../disabled-reason";
import { LeaveDialog } from "./leave-dialog";

interface LeaveButtonProps {
  organizationId: OrganizationId;
  slug: string;
  reason: string | null;
}

/** In the reader's own row of the members. */
export function LeaveButton({ organizationId, slug, reason }: LeaveButtonProps) {
  const [open, setOpen] = useState(false);
  const { data: name } = trpc.me.get.useQuery(undefined, {
    select: ({ organizations }) => organizations.find(({ id }) => id === organizationId)?.name,
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
      <LeaveDialog
        organizationId={organizationId}
        name={name ?? slug}
        open={open}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
