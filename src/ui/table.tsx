import type { ReactNode } from "react";

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
