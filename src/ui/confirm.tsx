"use client";

import type { ReactNode } from "react";
import { AlertDialog } from "./alert-dialog";
import { Button } from "./button";

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  busy: boolean;
  title: string;
  /** The verb on the button. */
  action: string;
  /** What will be lost, and whether it can be had back. */
  children: ReactNode;
}

/** Asks before something is lost. The focus starts on the harmless button. */
export function Confirm({ open, onClose, onConfirm, busy, title, action, children }: ConfirmProps) {
  return (
    <AlertDialog open={open} onClose={onClose} title={title} about={children}>
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" onClick={onConfirm} busy={busy}>
          {action}
        </Button>
      </div>
    </AlertDialog>
  );
}
