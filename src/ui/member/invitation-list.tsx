"use client";

import { Mail, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { errorCodes } from "@/src/access/errors";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc, type Outputs } from "@/src/client/trpc";
import { Badge } from "../badge";
import { IconButton } from "../button";
import { Confirm } from "../confirm";
import { DisabledReason } from "../disabled-reason";
import { InfiniteList } from "../infinite-list";
import { State } from "../state";
import { Day } from "../time";
import { invitationsInput } from "./inputs";
import { useImpersonated } from "./use-refusal";
import { nameOfRole } from "./words";

type Invitation = Outputs["invitation"]["list"]["items"][number];

/** The invitations that nobody has accepted yet. For those who may manage the members: nobody else may read them. */
export function InvitationList() {
  const list = trpc.invitation.list.useInfiniteQuery(invitationsInput, {
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <section aria-labelledby="invitations" className="mt-10">
      <h2 id="invitations" className="mb-3 text-base font-semibold">
        Open invitations
      </h2>
      <InfiniteList
        list={list}
        loading="Loading the invitations"
        failed="The invitations could not be loaded"
        empty={
          <State icon={<Mail />} title="No open invitations">
            Whoever you invite stands here until they accept. Start with “Invite people”.
          </State>
        }
        row={(invitation) => <InvitationRow key={invitation.id} invitation={invitation} />}
      />
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const [asking, setAsking] = useState(false);
  const impersonated = useImpersonated();
  const cache = trpc.useUtils();
  const address = invitation.emailAddress ?? "an address that is not known yet";
  const revoke = trpc.invitation.revoke.useMutation({
    onSuccess: () => toast.success(`The invitation of ${address} was revoked`),
    onError: (error) => notifyFault(error, `The invitation of ${address} was not revoked`),
    onSettled: () => {
      setAsking(false);
      return cache.invitation.list.invalidate();
    },
  });
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium break-words">{address}</p>
        <p className="text-small text-muted">
          Invited <Day date={invitation.createdAt} />
          {invitation.expiresAt && (
            <>
              , open until <Day date={invitation.expiresAt} />
            </>
          )}
        </p>
      </div>
      <Badge>{nameOfRole(invitation.role)}</Badge>
      <DisabledReason reason={impersonated ? errorCodes.impersonated.message : null}>
        <IconButton
          {...calls("invitation.revoke")}
          label={`Revoke the invitation of ${address}`}
          onClick={() => setAsking(true)}
          className="hover:text-danger"
        >
          <X aria-hidden />
        </IconButton>
      </DisabledReason>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate({ id: invitation.id })}
        busy={revoke.isPending}
        title="Revoke this invitation?"
        action="Revoke"
      >
        The link that {address} was sent leads nowhere then. You can invite them again.
      </Confirm>
    </li>
  );
}
