"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useHydrated } from "@/src/client/use-hydrated";
import { Keys } from "./keys";
import { placesOf, type Reach } from "./places";
import { ShortcutList } from "./shortcut-list";
import { useShortcuts } from "./use-shortcuts";

/** Loaded when it is first opened: most visits do without. */
const CommandPalette = dynamic(async () => (await import("./command-palette")).CommandPalette, {
  ssr: false,
});

const commandKey = () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl");

/** The way to everywhere by keyboard: Ctrl/Cmd-K, `g` and a letter, and `?` for what there is. */
export function CommandMenu({ reach }: { reach: Reach }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const [help, setHelp] = useState(false);
  const router = useRouter();
  const key = useHydrated() ? commandKey() : "Ctrl";

  const show = () => {
    setWanted(true);
    setHelp(false);
    setOpen(true);
  };
  useShortcuts((shortcut) => {
    if (shortcut.kind === "menu") {
      if (open) setOpen(false);
      else show();
      return true;
    }
    if (shortcut.kind === "help") {
      setHelp(true);
      return true;
    }
    const place = placesOf(reach).find((each) => each.key === shortcut.key);
    if (place) router.push(place.href);
    return place !== undefined;
  });

  return (
    <>
      <button
        type="button"
        onClick={show}
        aria-keyshortcuts="Control+K Meta+K"
        className="inline-flex h-8 items-center gap-2 rounded-control border bg-surface px-2.5 text-small text-muted transition-colors duration-100 hover:border-border-strong hover:text-text"
      >
        <Search aria-hidden className="size-4" />
        <span>Go to…</span>
        <span aria-hidden className="hidden sm:block">
          <Keys keys={[key, "K"]} />
        </span>
      </button>
      {wanted && (
        <CommandPalette
          open={open}
          reach={reach}
          onClose={() => setOpen(false)}
          onHelp={() => {
            setOpen(false);
            setHelp(true);
          }}
        />
      )}
      <ShortcutList open={help} onClose={() => setHelp(false)} commandKey={key} reach={reach} />
    </>
  );
}
