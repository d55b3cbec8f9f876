"use client";

import { Dialog } from "../dialog";
import { Keys } from "./keys";
import { placesOf, type Reach } from "./places";

interface ShortcutListProps {
  open: boolean;
  onClose: () => void;
  commandKey: string;
  reach: Reach;
}

/** What the keyboard can do here. */
export function ShortcutList({ open, onClose, commandKey, reach }: ShortcutListProps) {
  const rows = [
    { name: "Command menu", keys: [commandKey, "K"] },
    { name: "Keyboard shortcuts", keys: ["?"] },
    ...placesOf(reach).flatMap(({ name, key }) => (key ? [{ name, keys: ["g", key] }] : [])),
    { name: "Close what is open", keys: ["Esc"] },
  ];
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
      <dl className="divide-y divide-border">
        {rows.map(({ name, keys }) => (
          <div key={name} className="flex h-9 items-center justify-between gap-4">
            <dt>{name}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
