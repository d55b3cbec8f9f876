import type { ReactNode } from "react";

/** What a column sorts by; null stands last, whichever way it is sorted. */
export type SortValue = string | number | boolean | Date | null;

export interface Column<Row> {
  /** Named in the sort, so it may stand in an address. */
  id: string;
  header: string;
  /** The header is read out but not shown: a column of buttons. */
  hideHeader?: boolean;
  cell: (row: Row) => ReactNode;
  /** Makes the header a button. Where the server sorts, its value is not looked at. */
  sortBy?: (row: Row) => SortValue;
  /** What the search box finds the row by. */
  searchBy?: (row: Row) => string | null;
  align?: "left" | "right";
  /** For its cells and its header. */
  className?: string;
}

export interface Sort {
  id: string;
  descending: boolean;
}

const words = new Intl.Collator("en", { sensitivity: "base", numeric: true });

/** Ascending. What is missing is left out beforehand. */
export function compareValues(a: Exclude<SortValue, null>, b: Exclude<SortValue, null>): number {
  if (typeof a === "string" && typeof b === "string") return words.compare(a, b);
  return Number(a) - Number(b);
}
