"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { Column, Sort } from "./data-table-column";
import { join } from "./join";

interface SortHeaderProps<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}

/** A header that sorts: ascending, descending, as it came. */
export function SortHeader<Row>({ column, sort, onSort }: SortHeaderProps<Row>) {
  const current = sort?.id === column.id ? sort : null;
  const shape = join(
    "whitespace-nowrap",
    column.align === "right" && "text-right",
    column.className,
  );
  if (!column.sortBy) {
    return (
      <th
        scope="col"
        className={join("px-2 py-2.5 font-medium first:pl-4 last:pr-4 sm:px-4", shape)}
      >
        {column.hideHeader ? <span className="sr-only">{column.header}</span> : column.header}
      </th>
    );
  }
  const Arrow = !current ? ChevronsUpDown : current.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={!current ? "none" : current.descending ? "descending" : "ascending"}
      className={join("py-1 font-medium first:pl-2 sm:px-2", shape)}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(column.id, current))}
        className={join(
          "inline-flex h-7 items-center gap-1 rounded-control px-2 font-medium hover:bg-subtle hover:text-text",
          current && "text-text",
        )}
      >
        {column.header}
        <Arrow aria-hidden className={join("size-3.5", !current && "opacity-50")} />
      </button>
    </th>
  );
}

export function nextSort(id: string, current: Sort | null): Sort | null {
  if (!current) return { id, descending: false };
  return current.descending ? null : { id, descending: true };
}
