"use client";

import { cloneElement, useId, type ReactElement, type SyntheticEvent } from "react";
import { Tooltip } from "./tooltip";

interface Control {
  onClick?: (event: SyntheticEvent) => void;
  onKeyDown?: unknown;
  "aria-disabled"?: boolean;
  "aria-describedby"?: string;
}

interface DisabledReasonProps {
  /** Why it cannot be used, and who can change that; null where it can. */
  reason: string | null;
  /** A button that passes on what it is given, such as Button and IconButton. */
  children: ReactElement<Control>;
}

/**
 * A button that may not be used and says why. It stays in the tab order, unlike a `disabled` one: else somebody without a
 * mouse would never hear the reason.
 */
export function DisabledReason({ reason, children }: DisabledReasonProps) {
  const id = useId();
  if (reason === null) return children;
  return (
    <>
      <Tooltip text={reason}>
        {cloneElement(children, {
          onClick: (event: SyntheticEvent) => event.preventDefault(),
          "aria-disabled": true,
          "aria-describedby": id,
        })}
      </Tooltip>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}
