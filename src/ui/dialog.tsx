"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { join } from "./join";
import { backdropClass, popupClass } from "./popup";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One line under the title. */
  about?: ReactNode;
  /** Room for a table or a long form. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog: the focus starts on its first control, stays inside and returns to where it came from; Esc and the backdrop
 * close it. What is inside is made anew each time it opens.
 */
export function Dialog({ open, onClose, title, about, wide = false, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className="fixed inset-0 z-40 grid place-items-center overflow-y-auto p-4">
          <Base.Popup
            className={join(
              popupClass,
              "relative w-full p-5",
              wide ? "max-w-2xl" : "max-w-[30rem]",
            )}
          >
            <Base.Title className="pr-10 text-base font-semibold break-words">{title}</Base.Title>
            {about && (
              <Base.Description className="mt-1 text-ui text-muted">{about}</Base.Description>
            )}
            <div className="mt-4">{children}</div>
            {/* Last, so that the focus starts on what the dialog is about. */}
            <Base.Close
              render={
                <IconButton label="Close" className="absolute top-4 right-4">
                  <X aria-hidden />
                </IconButton>
              }
            />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
