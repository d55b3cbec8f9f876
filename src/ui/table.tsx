import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "./button";

/** A table whose state is its address: search and page work without a script, and can be sent to a colleague. */
export interface TableAddress {
  path: string;
  search: string;
  /** The position after which this page starts; null on the first. */
  after: string | null;
}

export function readAddress(
  path: string,
  params: Record<string, string | string[] | undefined>,
): TableAddress {
  const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");
  return { path, search: one(params.q).trim().slice(0, 100), after: one(params.after) || null };
}

export function hrefOf({ path, search, after }: TableAddress): string {
  const query = new URLSearchParams();
  if (search) query.set("q", search);
  if (after) query.set("after", after);
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

interface TableProps {
  caption: string;
  /** `hidden` names are read out and not shown. */
  columns: readonly { name: string; className?: string; hidden?: boolean }[];
  children: ReactNode;
}

export function Table({ caption, columns, children }: TableProps) {
  return (
    <div
      // What is only read out is placed absolutely, and would reach beyond the page from beyond the table's edge.
      className="relative overflow-x-auto rounded-card border bg-surface"
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table className="w-full text-left text-small">
        <caption className="sr-only">{caption}</caption>
        <thead className="border-b text-muted">
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`px-4 py-2.5 font-medium whitespace-nowrap ${column.className ?? ""}`}
              >
                {column.hidden ? <span className="sr-only">{column.name}</span> : column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">{children}</tbody>
      </table>
    </div>
  );
}

export function Pages({ address, next }: { address: TableAddress; next: string | null }) {
  if (!address.after && !next) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-end gap-2">
      {address.after && (
        <Link href={hrefOf({ ...address, after: null })} className={buttonClass()}>
          First page
        </Link>
      )}
      {next && (
        <Link href={hrefOf({ ...address, after: next })} className={buttonClass()}>
          Next page
        </Link>
      )}
    </nav>
  );
}
