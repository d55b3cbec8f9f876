"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { errorCodes } from "@/src/access/errors";
import { roles } from "@/src/access/roles";
import { Can } from "@/src/client/can";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { DisabledReason } from "../disabled-reason";
import { SelectField, TextField } from "../field";
import { fieldFault, FormFault } from "../form-fault";
import { useImpersonated } from "./use-refusal";

export function Invite() {
  const [open, setOpen] = useState(false);
  const impersonated = useImpersonated();
  return (
    <Can permission="org:members:manage">
      <DisabledReason reason={impersonated ? errorCodes.impersonated.message : null}>
        <Button {...calls("invitation.create")} look="primary" onClick={() => setOpen(true)}>
          <UserPlus aria-hidden className="size-4" />
          Invite people
        </Button>
      </DisabledReason>
      <Dialog open={open} onClose={() => setOpen(false)} title="Invite people">
        <InviteForm onClose={() => setOpen(false)} />
      </Dialog>
    </Can>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const [emailAddress, setEmailAddress] = useState("");
  const [role, setRole] = useState("org:member");
  const cache = trpc.useUtils();
  const invite = trpc.invitation.create.useMutation({
    onSuccess: (_, { emailAddress: invited }) => {
      onClose();
      toast.success(`${invited.trim()} was invited`);
    },
    onSettled: () => cache.invitation.list.invalidate(),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate({ emailAddress, role });
      }}
      className="grid gap-4"
    >
      <TextField
        label="E-mail address"
        type="email"
        value={emailAddress}
        onChange={(event) => setEmailAddress(event.target.value)}
        error={fieldFault(invite.error, "emailAddress")}
        autoComplete="off"
        autoFocus
      />
      <SelectField
        label="Role"
        value={role}
        onChange={(event) => setRole(event.target.value)}
        error={fieldFault(invite.error, "role")}
      >
        {Object.entries(roles).map(([key, { title }]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </SelectField>
      <FormFault error={invite.error} fields={["emailAddress", "role"]} />
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={invite.isPending}>
          Send invitation
        </Button>
      </div>
    </form>
  );
}
