"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { join } from "./join";
import { popupClass } from "./popup";

interface MenuProps {
  /** The button that opens it, such as an IconButton. */
  trigger: ReactElement;
  /** Where it opens; below the end of the trigger unless said otherwise. */
  align?: "start" | "end";
  side?: "top" | "bottom" | "right";
  children: ReactNode;
}

export function Menu({ trigger, align = "end", side = "bottom", children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-40 outline-none">
          <Base.Popup className={join(popupClass, "max-w-80 min-w-44 p-1")}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const item =
  "flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 py-1.5 text-ui outline-none select-none data-disabled:text-muted data-highlighted:bg-subtle [&>svg]:size-4 [&>svg]:shrink-0";

/** Keeps the tick's place where there is none. */
const tickPlace = "size-4 shrink-0";
const tick = <Check aria-hidden className="size-4" />;

interface MenuItemProps {
  onSelect: () => void;
  icon?: ReactNode;
  /** For what destroys something. */
  danger?: boolean;
  /** Why it may not be chosen; it then stands there, is read out and does nothing. */
  disabledReason?: string | null;
  children: ReactNode;
}

export function MenuItem({
  onSelect,
  icon,
  danger = false,
  disabledReason = null,
  children,
}: MenuItemProps) {
  const disabled = disabledReason !== null;
  return (
    <Base.Item
      disabled={disabled}
      onClick={onSelect}
      className={join(item, danger && !disabled && "text-danger data-highlighted:bg-danger-subtle")}
    >
      {icon}
      <span className="min-w-0">
        {children}
        {disabled && <span className="block text-small">{disabledReason}</span>}
      </span>
    </Base.Item>
  );
}

interface MenuCheckItemProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  children: ReactNode;
}

/** One of several that are on or off. */
export function MenuCheckItem({ checked, onChange, disabled, children }: MenuCheckItemProps) {
  return (
    <Base.CheckboxItem
      checked={checked}
      onCheckedChange={(next) => onChange(next)}
      disabled={disabled}
      className={item}
    >
      <span className={tickPlace}>
        <Base.CheckboxItemIndicator>{tick}</Base.CheckboxItemIndicator>
      </span>
      {children}
    </Base.CheckboxItem>
  );
}

interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; name: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of several. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup
      aria-label={label}
      value={value}
      // Guarantee: base-ui hands over the value of one of the items below, which are the options'.
      onValueChange={(next) => onChange(next as T)}
    >
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={item} closeOnClick>
          <span className={tickPlace}>
            <Base.RadioItemIndicator>{tick}</Base.RadioItemIndicator>
          </span>
          {option.name}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-border" />;
}
