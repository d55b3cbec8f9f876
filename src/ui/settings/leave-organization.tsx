"use client";

import { useState } from "react";
import { errorCodes } from "@/src/access/errors";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { DisabledReason } from "../disabled-reason";
import { SettingsSection } from "../frame/section";
import { LeaveDialog } from "../member/leave-dialog";

/** Clerk's own button for it is hidden: this one asks for the name, and leaves its rows on the audit trail. */
export function LeaveOrganization({ slug }: { slug: string }) {
  const [asking, setAsking] = useState(false);
  const { data: me } = trpc.me.get.useQuery();
  const active = me?.active;
  const own = me?.organizations.find(({ id }) => id === active?.organizationId);

  // Clerk may have told us nothing of the membership yet; then there is none here to end.
  const unheard = "You joined a moment ago. Try again when this page knows of it.";
  const reason = me?.impersonated
    ? errorCodes.impersonated.message
    : me && active && !own
      ? unheard
      : null;

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
          {active && (
            <LeaveDialog
              organizationId={active.organizationId}
              name={own?.name ?? slug}
              open={asking}
              onClose={() => setAsking(false)}
            />
          )}
        </>
      }
    />
  );
}
