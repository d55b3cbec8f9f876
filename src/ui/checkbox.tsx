"use client";

import type { ComponentProps } from "react";
import { useUntilHydrated } from "@/src/client/use-hydrated";
import { join } from "./join";

const box =
  "relative grid size-4 shrink-0 appearance-none place-content-center rounded-[0.25rem] border border-border-strong bg-surface transition-colors duration-100 enabled:hover:border-accent checked:border-accent checked:bg-accent disabled:opacity-60";
/** The tick. A colour of the system's own where the system chooses the colours. */
const tick =
  "before:size-2.5 before:scale-0 before:bg-on-accent before:[clip-path:polygon(14%_47%,3%_58%,38%_92%,98%_20%,86%_10%,37%_68%)] checked:before:scale-100 forced-colors:before:bg-[CanvasText]";
/** Larger than it looks: 24 px to hit. */
const reach = "after:absolute after:-inset-[0.3125rem]";

/** The browser's own checkbox, in our colours: the native one is grey in the dark. */
export function Checkbox({ className, disabled, ...rest }: Omit<ComponentProps<"input">, "type">) {
  const starting = useUntilHydrated(disabled);
  return (
    <input type="checkbox" className={join(box, tick, reach, className)} {...rest} {...starting} />
  );
}
