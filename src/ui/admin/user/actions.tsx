"use client";

import { Ban, ShieldCheck, ShieldOff, UserRoundCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { errorCodes } from "@/src/access/errors";
import { UserId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc, type Outputs } from "@/src/client/trpc";
import { Button } from "@/src/ui/button";
import { ConfirmByName } from "@/src/ui/confirm-by-name";
import { DisabledReason } from "@/src/ui/disabled-reason";
import { Impersonate } from "./impersonate";

type Person = Pick<
  Outputs["admin"]["user"],
  "id" | "name" | "email" | "banned" | "deleted" | "platformRole" | "lastAdministrator"
>;

interface UserActionsProps {
  user: Person;
  /** Whoever looks at the page is whom it is about. */
  self: boolean;
}

/** Who may be here, and as what. What the server would refuse says so before it is asked. */
export function UserActions({ user, self }: UserActionsProps) {
  return (
    <>
      <Impersonate user={user} reason={reasonAgainstActing(user, self)} />
      {user.platformRole === "admin" ? (
        <Unmake user={user} reason={reasonAgainst(user, self)} />
      ) : (
        <Make user={user} reason={user.deleted ? deleted : null} />
      )}
      {user.banned ? (
        <Unban user={user} reason={user.deleted ? deleted : null} />
      ) : (
        <BanUser user={user} reason={reasonAgainst(user, self)} />
      )}
    </>
  );
}

const deleted = "This account is deleted. What is gone at Clerk cannot be changed here.";

/** Why nobody may take this person's access; null where one may. */
function reasonAgainst(user: Person, self: boolean): string | null {
  if (user.deleted) return deleted;
  if (self) return errorCodes.not_oneself.message;
  return user.lastAdministrator ? errorCodes.last_administrator.message : null;
}

/** Why nobody may act as this person; null where one may. */
function reasonAgainstActing(user: Person, self: boolean): string | null {
  if (user.deleted) return deleted;
  if (self) return errorCodes.not_oneself.message;
  const allowed = user.platformRole !== "admin" && !user.banned;
  return allowed ? null : errorCodes.not_impersonable.message;
}

interface ActionProps {
  user: Person;
  reason: string | null;
}

function BanUser({ user, reason }: ActionProps) {
  const [asking, setAsking] = useState(false);
  const done = useDone(`${callOf(user)} is banned`);
  const ban = trpc.admin.banUser.useMutation({ onSuccess: done });
  return (
    <>
      <DisabledReason reason={reason}>
        <Button onClick={() => setAsking(true)} {...calls("admin.banUser")}>
          <Ban aria-hidden className="size-4" />
          Ban
        </Button>
      </DisabledReason>
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => ban.mutateAsync(idOf(user))}
        title={`Ban ${callOf(user)}?`}
        name={nameToType(user)}
        action="Ban"
      >
        Their sessions end at once, and they cannot sign in until the ban is lifted. Their
        memberships and what they wrote stay.
      </ConfirmByName>
    </>
  );
}

function Unban({ user, reason }: ActionProps) {
  const done = useDone(`${callOf(user)} may sign in again`);
  const unban = trpc.admin.unbanUser.useMutation({
    onSuccess: done,
    onError: (error) => notifyFault(error, "The ban was not lifted"),
  });
  return (
    <DisabledReason reason={reason}>
      <Button
        busy={unban.isPending}
        onClick={() => unban.mutate(idOf(user))}
        {...calls("admin.unbanUser")}
      >
        <UserRoundCheck aria-hidden className="size-4" />
        Lift the ban
      </Button>
    </DisabledReason>
  );
}

function Make({ user, reason }: ActionProps) {
  const [asking, setAsking] = useState(false);
  const done = useDone(`${callOf(user)} is an administrator`);
  const make = trpc.admin.makeAdministrator.useMutation({ onSuccess: done });
  return (
    <>
      <DisabledReason reason={reason}>
        <Button onClick={() => setAsking(true)} {...calls("admin.makeAdministrator")}>
          <ShieldCheck aria-hidden className="size-4" />
          Make administrator
        </Button>
      </DisabledReason>
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => make.mutateAsync(idOf(user))}
        title={`Make ${callOf(user)} an administrator?`}
        name={nameToType(user)}
        action="Make administrator"
      >
        They will see every person and every organization, and may do all that you may do here: ban
        people, and unmake administrators, you among them.
      </ConfirmByName>
    </>
  );
}

function Unmake({ user, reason }: ActionProps) {
  const [asking, setAsking] = useState(false);
  const done = useDone(`${callOf(user)} is no longer an administrator`);
  const unmake = trpc.admin.unmakeAdministrator.useMutation({ onSuccess: done });
  return (
    <>
      <DisabledReason reason={reason}>
        <Button onClick={() => setAsking(true)} {...calls("admin.unmakeAdministrator")}>
          <ShieldOff aria-hidden className="size-4" />
          Unmake administrator
        </Button>
      </DisabledReason>
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => unmake.mutateAsync(idOf(user))}
        title={`Unmake ${callOf(user)} as an administrator?`}
        name={nameToType(user)}
        action="Unmake administrator"
      >
        They lose the administration from their next request on. Their own organizations stay as
        they are.
      </ConfirmByName>
    </>
  );
}

/** Says so, and shows the page as it is now. */
function useDone(words: string) {
  const router = useRouter();
  return () => {
    toast.success(words);
    router.refresh();
  };
}

function idOf({ id }: Person) {
  return { userId: UserId.parse(id) };
}

function callOf({ name, email, id }: Person): string {
  return name ?? email ?? id;
}

/** The address: two people may have one name. */
function nameToType({ name, email, id }: Person): string {
  return email ?? name ?? id;
}
