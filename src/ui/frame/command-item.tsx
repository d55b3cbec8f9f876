"use client";

import { Command } from "cmdk";
import type { ReactNode } from "react";
import { Keys } from "./keys";

export const groupClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted";

interface CommandItemProps {
  /** Unique in the menu, and what is searched. */
  value: string;
  keywords?: string[];
  /** What is shown, where that is not the value. */
  label?: string;
  icon: ReactNode;
  onSelect: () => void;
  /** Keys that do the same, with spaces between. */
  hint?: string;
}

export function CommandItem({ value, keywords, label, icon, onSelect, hint }: CommandItemProps) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 text-ui select-none data-[selected=true]:bg-subtle"
    >
      <span aria-hidden className="text-muted [&>svg]:size-4">
        {icon}
      </span>
      <span className="min-w-0 flex-1 truncate">{label ?? value}</span>
      {hint && (
        <span aria-hidden>
          <Keys keys={hint.split(" ")} />
        </span>
      )}
    </Command.Item>
  );
}
