"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { isOccupied, patience, readShortcut, type Shortcut } from "./shortcuts";

type Found = Exclude<Shortcut, null | { kind: "wait" }>;

/** Hears the shortcuts of the whole page. `onShortcut` says whether it took the key. */
export function useShortcuts(onShortcut: (shortcut: Found) => boolean): void {
  const asked = useRef(Number.NEGATIVE_INFINITY);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const waiting = event.timeStamp - asked.current < patience;
    const found = readShortcut(
      {
        key: event.key,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        occupied: isOccupied(event.target),
      },
      waiting,
    );
    asked.current = found?.kind === "wait" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (found && found.kind !== "wait" && onShortcut(found)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
