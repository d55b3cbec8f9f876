"use client";

import { useState, type ReactNode } from "react";
import { AlertDialog } from "./alert-dialog";
import { Button } from "./button";
import { TextField } from "./field";
import { FormFault } from "./form-fault";

interface ConfirmByNameProps {
  open: boolean;
  onClose: () => void;
  /** Closes the dialog when it is done; what it throws is shown, and may be tried again. */
  onConfirm: () => Promise<unknown>;
  title: string;
  /** What has to be typed: the name of what is lost. */
  name: string;
  /** The verb on the button. */
  action: string;
  /** What will be lost, and whether it can be had back. */
  children: ReactNode;
}

/** Asks before something is lost that cannot be had back: the button waits until its name has been typed. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { open, onClose, title, children } = props;
  return (
    <AlertDialog open={open} onClose={onClose} title={title} about={children}>
      <TypedName {...props} />
    </AlertDialog>
  );
}

/** Made anew each time the dialog opens: nothing is typed, nothing has failed. */
function TypedName({ onClose, onConfirm, name, action }: ConfirmByNameProps) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  };

  return (
    <form
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSameName(typed, name) && !busy) void confirm();
      }}
    >
      <TextField
        label={`Type “${name}” to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <FormFault error={error} fields={[]} />
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="danger" busy={busy} disabled={!isSameName(typed, name)}>
          {action}
        </Button>
      </div>
    </form>
  );
}

/** Spaces are not seen, so they do not count; case does. */
export function isSameName(typed: string, name: string): boolean {
  const seen = (text: string) => text.normalize().trim().replace(/\s+/g, " ");
  return seen(typed) === seen(name);
}
