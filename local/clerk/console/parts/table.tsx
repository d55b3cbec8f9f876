/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

interface Props {
  caption: string;
  /** A name that only screen readers need starts with a dot. */
  columns: readonly string[];
  children: Child;
}

/** Where it is too wide for the screen it scrolls by itself, also by keyboard. */
export function Table({ caption, columns, children }: Props) {
  return (
    <div class="scroll card" role="region" aria-label={caption} tabindex={0}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th scope="col">
                {name.startsWith(".") ? <span class="hidden">{name.slice(1)}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** What a list says when nothing is in it. */
export function Empty({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="card empty">
      <p class="strong">{title}</p>
      {children ? <p class="muted">{children}</p> : null}
    </div>
  );
}
