"use client";

import { useClerk } from "@clerk/nextjs";
import { trpc } from "@/src/client/trpc";
import { ConfirmByName } from "../confirm-by-name";

interface LeaveDialogProps {
  organizationId: string;
  /** Of the organization. */
  name: string;
  open: boolean;
  onClose: () => void;
}

/** Ends the reader's own membership. Nobody's permission is asked for: whoever is in may go. */
export function LeaveDialog({ organizationId, name, open, onClose }: LeaveDialogProps) {
  const { setActive } = useClerk();
  const leave = trpc.member.leave.useMutation();
  const confirm = async () => {
    await leave.mutateAsync({ id: organizationId });
    await setActive({ organization: null });
    // A page that is loaded anew: nothing of the organization stays in this one's memory.
    window.location.assign("/dashboard");
  };
  return (
    <ConfirmByName
      open={open}
      onClose={onClose}
      onConfirm={confirm}
      title={`Leave ${name}?`}
      name={name}
      action="Leave organization"
    >
      You lose your access at once. What you have made in {name} stays there, and what is assigned
      to you stays behind; to come back, somebody has to invite you.
    </ConfirmByName>
  );
}
