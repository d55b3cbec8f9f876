import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { isSameName } from "@/src/ui/confirm-by-name";
import { DataTable } from "@/src/ui/data-table";
import type { Column, Sort } from "@/src/ui/data-table-column";
import { nextSort } from "@/src/ui/data-table-header";

interface Person {
  name: string;
  seen: Date | null;
}
const columns: Column<Person>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { id: "seen", header: "Seen", cell: () => "", sortBy: ({ seen }) => seen },
  { id: "actions", header: "Actions", hideHeader: true, cell: () => "" },
];
const rows: Person[] = [
  { name: "Person 10", seen: null },
  { name: "person 9", seen: new Date("2026-02-01") },
  { name: "Émile", seen: new Date("2026-01-01") },
];

function render(props: Partial<Parameters<typeof DataTable<Person>>[0]>): string {
  return renderToStaticMarkup(
    createElement(DataTable<Person>, {
      caption: "People",
      columns,
      rows,
      rowId: ({ name }) => name,
      empty: "Nobody yet",
      ...props,
    }),
  );
}

function namesIn(html: string): string[] {
  return [...html.matchAll(/<tr class="hover[^>]*><td[^>]*>([^<]*)</g)].map(
    ([, name]) => name ?? "",
  );
}

describe("a table", () => {
  it("shows rows as they came until it is told to sort", () => {
    const html = render({});
    expect(namesIn(html)).toEqual(["Person 10", "person 9", "Émile"]);
    expect(html.match(/aria-sort="none"/g)).toHaveLength(2);
  });

  it("sorts words as people do, and says so", () => {
    const html = render({ initialSort: { id: "name", descending: false } });
    expect(namesIn(html)).toEqual(["Émile", "person 9", "Person 10"]);
    expect(html).toContain('aria-sort="ascending"');
  });

  it.each([false, true])("keeps what is missing last (descending: %s)", (descending) => {
    expect(namesIn(render({ initialSort: { id: "seen", descending } })).at(-1)).toBe("Person 10");
  });

  it("leaves the order to a server that sorts", () => {
    const html = render({ sort: { id: "name", descending: true }, onSortChange: () => {} });
    expect(namesIn(html)).toEqual(["Person 10", "person 9", "Émile"]);
    expect(html).toContain('aria-sort="descending"');
  });

  it("leaves the search to a server that searches", () => {
    const html = render({ searchLabel: "Search", search: "xyz", onSearchChange: () => {} });
    expect(namesIn(html)).toHaveLength(3);
  });

  it("tells nothing there from nothing found", () => {
    expect(render({ rows: [] })).toContain("Nobody yet");
    const html = render({
      rows: [],
      searchLabel: "Search",
      search: "xyz",
      onSearchChange: () => {},
    });
    expect(html).toContain("Nothing here matches “xyz”");
  });
});

it("sorts by a header in turn ascending, descending and not at all", () => {
  const first = nextSort("name", null);
  const second = nextSort("name", first);
  expect<(Sort | null)[]>([first, second, nextSort("name", second)]).toEqual([
    { id: "name", descending: false },
    { id: "name", descending: true },
    null,
  ]);
});

it("takes a name for the same when only spaces that nobody sees differ", () => {
  expect(isSameName(" Acme  Inc ", "Acme Inc")).toBe(true);
  expect(isSameName("acme inc", "Acme Inc")).toBe(false);
  expect(isSameName("", "Acme Inc")).toBe(false);
});
