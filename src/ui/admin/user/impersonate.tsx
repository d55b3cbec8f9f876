"use client";

import { Drama } from "lucide-react";
import { useState } from "react";
import { UserId } from "@/src/access/ids";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { useActAs } from "@/src/client/use-act-as";
import { ImpersonationFields } from "@/src/input/impersonation";
import { AlertDialog } from "@/src/ui/alert-dialog";
import { Button } from "@/src/ui/button";
import { DisabledReason } from "@/src/ui/disabled-reason";
import { TextField } from "@/src/ui/field";
import { SchemaForm, useSchemaForm } from "@/src/ui/form";

interface ImpersonateProps {
  user: { readonly id: string; readonly name: string | null; readonly email: string | null };
  /** Why nobody may act as this person; null where one may. */
  reason: string | null;
}

/** Lets an administrator see what somebody sees, for half an hour and for a reason. */
export function Impersonate({ user, reason }: ImpersonateProps) {
  const [asking, setAsking] = useState(false);
  const name = user.name ?? user.email ?? user.id;
  return (
    <>
      <DisabledReason reason={reason}>
        <Button onClick={() => setAsking(true)} {...calls("admin.impersonate")}>
          <Drama aria-hidden className="size-4" />
          Impersonate
        </Button>
      </DisabledReason>
      <AlertDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Act as ${name}?`}
        about="You see and do what they may, but cannot change who has access. Your own session ends now; theirs ends after 30 minutes, or when you end it. Everything is recorded with your name."
      >
        <Reason id={user.id} onClose={() => setAsking(false)} />
      </AlertDialog>
    </>
  );
}

/** Made anew each time the dialog opens. */
function Reason({ id, onClose }: { id: string; onClose: () => void }) {
  const actAs = useActAs();
  const impersonate = trpc.admin.impersonate.useMutation();
  const form = useSchemaForm({
    schema: ImpersonationFields,
    initial: { reason: "" },
    onSubmit: async ({ reason }) => {
      const { ticket } = await impersonate.mutateAsync({ userId: UserId.parse(id), reason });
      await actAs(ticket, `/admin/users/${id}`);
    },
  });
  return (
    <SchemaForm
      form={form}
      className="mt-4 grid gap-4"
      actions={
        <div className="mt-2 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={form.busy}>
            Act as them
          </Button>
        </div>
      }
    >
      <TextField
        label="Reason"
        hint="Shown while it lasts, and kept with the session at Clerk."
        autoComplete="off"
        {...form.field("reason")}
      />
    </SchemaForm>
  );
}
