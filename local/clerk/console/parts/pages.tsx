/** @jsxImportSource hono/jsx */
import type { Context } from "hono";

const SIZE = 50;

export interface PageOf<T> {
  items: T[];
  number: number;
  last: number;
}

/** The part of a list that the address asks for. */
export function pageOf<T>(c: Context, all: readonly T[]): PageOf<T> {
  const last = Math.max(1, Math.ceil(all.length / SIZE));
  const asked = Number(c.req.query("page") ?? 1);
  const number = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), last) : 1;
  return { items: all.slice((number - 1) * SIZE, number * SIZE), number, last };
}

export function Pages({ c, page }: { c: Context; page: PageOf<unknown> }) {
  if (page.last === 1) return null;
  const href = (number: number) => {
    const url = new URL(c.req.url);
    url.searchParams.set("page", String(number));
    return url.pathname + url.search;
  };
  return (
    <nav aria-label="Pages" class="pages">
      {page.number > 1 ? (
        <a class="button secondary" href={href(page.number - 1)}>
          Previous
        </a>
      ) : null}
      <span class="muted">
        Page {page.number} of {page.last}
      </span>
      {page.number < page.last ? (
        <a class="button secondary" href={href(page.number + 1)}>
          Next
        </a>
      ) : null}
    </nav>
  );
}
