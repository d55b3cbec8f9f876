"use client";

import { useState } from "react";
import { toast } from "sonner";
import { errorCodes } from "@/src/access/errors";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { Confirm } from "../confirm";
import { DisabledReason } from "../disabled-reason";
import { SettingsSection } from "../frame/section";

/** Signs the person out everywhere but here. */
export function EndOtherSessions({ impersonated }: { impersonated: boolean }) {
  const [asking, setAsking] = useState(false);
  const end = trpc.me.endOtherSessions.useMutation({
    onSuccess: () => {
      setAsking(false);
      toast.success("You are signed out everywhere else");
    },
    onError: (error) => {
      setAsking(false);
      notifyFault(error, "The other sessions were not ended");
    },
  });
  return (
    <SettingsSection
      title="Other sessions"
      about="Signs you out in every other browser and on every other device, at once."
      action={
        <>
          <DisabledReason reason={impersonated ? errorCodes.impersonated.message : null}>
            <Button {...calls("me.endOtherSessions")} onClick={() => setAsking(true)}>
              End other sessions
            </Button>
          </DisabledReason>
          <Confirm
            open={asking}
            onClose={() => setAsking(false)}
            onConfirm={() => end.mutate()}
            busy={end.isPending}
            title="End all other sessions?"
            action="End sessions"
          >
            Whoever is signed in as you elsewhere has to sign in again. What was not saved there is
            lost.
          </Confirm>
        </>
      }
    />
  );
}
