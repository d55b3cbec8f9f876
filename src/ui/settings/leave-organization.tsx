"use client";

import { useClerk } from "@clerk/nextjs";
import { useState } from "react";
import { errorCodes } from "@/src/access/errors";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { ConfirmByName } from "../confirm-by-name";
import { DisabledReason } from "../disabled-reason";
import { SettingsSection } from "../frame/section";

/** Ends the reader's own membership. Nobody's permission is asked for: whoever is in may go. */
export function LeaveOrganization({ slug }: { slug: string }) {
  const [asking, setAsking] = useState(false);
  const { setActive } = useClerk();
  const { data: me } = trpc.me.get.useQuery();
  const leave = trpc.member.leave.useMutation();
  const active = me?.active;
  const own = me?.organizations.find(({ id }) => id === active?.organizationId);
  const name = own?.name ?? slug;

  // Clerk may have told us nothing of the membership yet; then there is none here to end.
  const unheard = "You joined a moment ago. Try again when this page knows of it.";
  const reason = me?.impersonated
    ? errorCodes.impersonated.message
    : me && active && !own
      ? unheard
      : null;

  const confirm = async () => {
    if (!active) return;
    await leave.mutateAsync({ id: active.organizationId });
    await setActive({ organization: null });
    // A page that is loaded anew: nothing of the organization stays in this one's memory.
    window.location.assign("/dashboard");
  };

  return (
    <SettingsSection
      title="Leave this organization"
      about="You lose access to its projects and tasks at once. To come back you need a new invitation."
      action={
        <>
          <DisabledReason reason={reason}>
            <Button
              {...calls("member.leave")}
              className="text-danger"
              disabled={!active}
              onClick={() => setAsking(true)}
            >
              Leave organization
            </Button>
          </DisabledReason>
          <ConfirmByName
            open={asking}
            onClose={() => setAsking(false)}
            onConfirm={confirm}
            title={`Leave ${name}?`}
            name={name}
            action="Leave organization"
          >
            You will no longer see the projects and tasks of {name}, and what is assigned to you
            there stays behind. An organization keeps its last admin.
          </ConfirmByName>
        </>
      }
    />
  );
}
