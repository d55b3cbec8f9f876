"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { join } from "./join";
import { popupClass } from "./popup";

interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  title: string;
  align?: "start" | "end";
  children: ReactNode;
}

/** A few controls or facts beside a button, while the page stays usable: filters, details. */
export function Popover({ trigger, title, align = "start", children }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} className="z-40">
          <Base.Popup className={join(popupClass, "w-80 max-w-[calc(100vw-2rem)] p-4")}>
            <Base.Title className="mb-3 text-ui font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
