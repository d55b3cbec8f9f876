import { join } from "./join";

/** The place of something that has not arrived: give it the size of the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={join("animate-pulse rounded-control bg-subtle", className)} />;
}

/** Rows of a list in a card. */
export function ListSkeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="divide-y divide-border rounded-card border bg-surface"
    >
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-14 items-center gap-3 px-4">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
