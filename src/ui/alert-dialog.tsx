"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { join } from "./join";
import { backdropClass, popupClass } from "./popup";

interface AlertDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will be lost, and whether it can be had back; read out when it opens. */
  about: ReactNode;
  /** The buttons, and whatever is asked before; the harmless one first, for the focus starts there. */
  children: ReactNode;
}

/** A question that has to be answered: the backdrop does not close it, Esc does. */
export function AlertDialog({ open, onClose, title, about, children }: AlertDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className="fixed inset-0 z-40 grid place-items-center overflow-y-auto p-4">
          <Base.Popup className={join(popupClass, "w-full max-w-[30rem] p-5")}>
            <Base.Title className="text-base font-semibold break-words">{title}</Base.Title>
            <Base.Description render={<div />} className="mt-2 text-ui text-muted">
              {about}
            </Base.Description>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
