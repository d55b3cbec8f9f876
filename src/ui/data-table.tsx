"use client";

import {
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from "@tanstack/react-table";
import { useMemo, useState, type ReactNode } from "react";
import { compareValues, type Column, type Sort, type SortValue } from "./data-table-column";
import { SortHeader } from "./data-table-header";
import { join } from "./join";
import { SearchBox } from "./search-box";
import { State } from "./state";

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
});
type Features = typeof features;

interface DataTableProps<Row extends object> {
  /** Names the table for those who do not see it. */
  caption: string;
  /** Made outside the component, or kept by useMemo. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Where the table sorts itself: how it starts. */
  initialSort?: Sort;
  /** Where the server sorts: what it sorted by, and what to do when a header is pressed. `rows` then stay as they came. */
  sort?: Sort | null;
  onSortChange?: (sort: Sort | null) => void;
  /** The label of a search box; without it there is none. */
  searchLabel?: string;
  /** Where the server searches: what it was asked, and what to do with what is typed. */
  search?: string;
  onSearchChange?: (search: string) => void;
  /** Filters and buttons beside the search box. */
  toolbar?: ReactNode;
  /** In place of the table when there is nothing to show and nothing was searched for. */
  empty: ReactNode;
  /** Rows that are being fetched anew: shown, but paler. */
  stale?: boolean;
}

/**
 * A table that sorts and searches, in memory or by asking the server. Headers are buttons and say how they sort; numbers line
 * up; on narrow screens it scrolls inside its border.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, toolbar, empty, searchLabel, onSortChange } = props;
  const [ownSort, setOwnSort] = useState<Sort | null>(props.initialSort ?? null);
  const [ownSearch, setOwnSearch] = useState("");
  const sort = onSortChange ? (props.sort ?? null) : ownSort;
  const search = props.onSearchChange ? (props.search ?? "") : ownSearch;

  const definitions = useMemo(() => columns.map(definitionOf<Row>), [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable<Features, Row>({
    features,
    columns: definitions,
    data,
    getRowId: rowId,
    state: {
      sorting: sort ? [{ id: sort.id, desc: sort.descending }] : [],
      globalFilter: search.trim().toLowerCase(),
    },
    manualSorting: onSortChange !== undefined,
    manualFiltering: props.onSearchChange !== undefined,
    getColumnCanGlobalFilter: () => true,
    globalFilterFn: (row, columnId, wanted: string) =>
      columns
        .find(({ id }) => id === columnId)
        ?.searchBy?.(row.original)
        ?.toLowerCase()
        .includes(wanted) ?? false,
  });
  const shown = table.getRowModel().rows;
  const byId = new Map(columns.map((column) => [column.id, column]));

  const searching = search.trim() !== "";
  return (
    <div className="grid grid-cols-1 gap-3">
      {(searchLabel || toolbar) && (
        <div className="flex flex-wrap items-center gap-2">
          {searchLabel && (
            <SearchBox
              label={searchLabel}
              value={search}
              onChange={props.onSearchChange ?? setOwnSearch}
            />
          )}
          {toolbar}
        </div>
      )}
      {shown.length === 0 ? (
        searching ? (
          <State title="Nothing found">Nothing here matches “{search.trim()}”.</State>
        ) : (
          empty
        )
      ) : (
        <div
          className={join(
            "overflow-x-auto rounded-card border bg-surface transition-opacity duration-100",
            props.stale && "opacity-60",
          )}
          tabIndex={0}
          role="region"
          aria-label={caption}
          aria-busy={props.stale || undefined}
        >
          <table className="w-full text-left text-small tabular-nums">
            <caption className="sr-only">{caption}</caption>
            <thead className="border-b text-muted">
              <tr>
                {columns.map((column) => (
                  <SortHeader
                    key={column.id}
                    column={column}
                    sort={sort}
                    onSort={onSortChange ?? setOwnSort}
                  />
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-border">
              {shown.map((row) => (
                <tr key={row.id} className="hover:bg-subtle/50">
                  {row.getAllCells().map((cell) => (
                    <td key={cell.id} className={cellClass(byId.get(cell.column.id))}>
                      {byId.get(cell.column.id)?.cell(row.original)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {searchLabel && (
        <p role="status" className="sr-only">
          {searching && `${shown.length} found`}
        </p>
      )}
    </div>
  );
}

function cellClass(column: { align?: "left" | "right"; className?: string } | undefined) {
  return join(
    "px-2 py-2.5 first:pl-4 last:pr-4 sm:px-4",
    column?.align === "right" && "text-right",
    column?.className,
  );
}

function definitionOf<Row extends object>(column: Column<Row>): ColumnDef<Features, Row> {
  return {
    id: column.id,
    // What is missing is undefined to the table, which then puts it last.
    accessorFn: (row: Row) => column.sortBy?.(row) ?? undefined,
    sortUndefined: "last",
    sortFn: (a, b, id) =>
      compareValues(
        a.getValue<Exclude<SortValue, null>>(id),
        b.getValue<Exclude<SortValue, null>>(id),
      ),
  };
}
