"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { errorCodes } from "@/src/access/errors";
import { roles } from "@/src/access/roles";
import { Can } from "@/src/client/can";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { InvitationFields } from "@/src/input/invitation";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { DisabledReason } from "../disabled-reason";
import { SelectField, TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";
import { FormActions } from "../form-actions";
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
  const cache = trpc.useUtils();
  const invite = trpc.invitation.create.useMutation({
    onSuccess: (_, { emailAddress }) => {
      onClose();
      toast.success(`${emailAddress} was invited`);
    },
    onSettled: () => cache.invitation.list.invalidate(),
  });
  const form = useSchemaForm({
    schema: InvitationFields,
    initial: { emailAddress: "", role: "org:member" },
    onSubmit: (fields) => invite.mutateAsync(fields),
  });
  return (
    <SchemaForm
      form={form}
      actions={<FormActions action="Send invitation" busy={form.busy} onCancel={onClose} />}
    >
      <TextField
        label="E-mail address"
        type="email"
        {...form.field("emailAddress")}
        autoComplete="off"
      />
      <SelectField label="Role" {...form.field("role")}>
        {Object.entries(roles).map(([key, { title }]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </SelectField>
    </SchemaForm>
  );
}
