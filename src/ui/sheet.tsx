"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { join } from "./join";
import { backdropClass } from "./popup";

interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** The title is read out but not shown. */
  hideTitle?: boolean;
  /** The edge that it comes from: navigation the left one, details the right one. */
  side?: "left" | "right";
  children: ReactNode;
}

const edges = {
  left: "left-0 border-r data-starting-style:-translate-x-4 data-ending-style:-translate-x-4",
  right: "right-0 border-l data-starting-style:translate-x-4 data-ending-style:translate-x-4",
};

/** A modal dialog along an edge of the screen. */
export function Sheet({ open, onClose, title, hideTitle, side = "right", children }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          className={join(
            "fixed inset-y-0 z-40 flex w-[min(28rem,calc(100vw-3rem))] flex-col overflow-y-auto bg-raised p-4 text-text shadow-elevation outline-none transition-[opacity,translate] duration-100 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0",
            edges[side],
          )}
        >
          <Base.Title
            className={hideTitle ? "sr-only" : "pr-10 text-base font-semibold break-words"}
          >
            {title}
          </Base.Title>
          <div className={hideTitle ? "flex flex-1 flex-col" : "mt-4 flex flex-1 flex-col"}>
            {children}
          </div>
          <Base.Close
            render={
              <IconButton label="Close" className="absolute top-3 right-3">
                <X aria-hidden />
              </IconButton>
            }
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
