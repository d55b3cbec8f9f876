/** A key as the browser tells it, and where the focus was. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** The focus is where people write, or in something that stands above the page. */
  readonly occupied: boolean;
}

export type Shortcut =
  | { readonly kind: "menu" }
  | { readonly kind: "help" }
  | { readonly kind: "go"; readonly key: string }
  /** `g` was pressed: the next key says where. */
  | { readonly kind: "wait" }
  | null;

/** How long the second key may take, in milliseconds. */
export const patience = 1_500;

/** What a key press means; `waiting` when `g` came just before. */
export function readShortcut(press: KeyPress, waiting: boolean): Shortcut {
  const { key, ctrlKey, metaKey, altKey, occupied } = press;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k") return { kind: "menu" };
  if (occupied || ctrlKey || metaKey || altKey) return null;
  if (waiting) return { kind: "go", key };
  if (key === "g") return { kind: "wait" };
  return key === "?" ? { kind: "help" } : null;
}

export function isOccupied(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=dialog], [role=alertdialog], [role=menu]") !==
      null
  );
}
