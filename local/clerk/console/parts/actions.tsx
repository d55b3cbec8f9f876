/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

type Look = "primary" | "secondary" | "danger" | "ghost";

interface ActionProps {
  to: string;
  label: string;
  /** What the button is about, for those who do not see its row. */
  about?: string;
  look?: Look;
}

/** One button that does one thing. */
export function Action({ to, label, about, look = "secondary" }: ActionProps) {
  return (
    <form method="post" action={to}>
      <button class={`button ${look}`}>
        {label}
        {about ? <span class="hidden"> {about}</span> : null}
      </button>
    </form>
  );
}

/** What cannot be undone: says what will be lost, and is done by a second press. Works without a script. */
export function Confirm({
  to,
  label,
  about,
  sure,
  children,
}: Omit<ActionProps, "look"> & { sure: string; children: Child }) {
  return (
    <details class="confirm">
      <summary class="button danger-quiet">
        {label}
        {about ? <span class="hidden"> {about}</span> : null}
      </summary>
      <form method="post" action={to} class="confirmation">
        <p>{children}</p>
        <button class="button danger">
          {sure}
          {about ? <span class="hidden"> {about}</span> : null}
        </button>
      </form>
    </details>
  );
}

/** Shown only where the script is there that copies. */
export function Copy({
  text,
  label = "Copy",
  about,
}: {
  text: string;
  label?: string;
  about: string;
}) {
  return (
    <button type="button" class="button small needs-script" data-copy={text}>
      <span data-label="">{label}</span>
      <span class="hidden"> {about}</span>
    </button>
  );
}
