import { Skeleton } from "../skeleton";

/** Keeps the place of Clerk's cards until they have loaded. */
export function FormPlace({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-5 rounded-card border bg-surface p-8">
      <Skeleton className="mx-auto h-6 w-40" />
      <Skeleton className="h-4 w-20" />
      <Skeleton className="h-9 w-full" />
      <Skeleton className="h-9 w-full" />
    </div>
  );
}

/** The same for a form that is the page itself: `fields` of them, and the button. */
export function PagePlace({ label, fields }: { label: string; fields: number }) {
  return (
    <div role="status" aria-label={label} className="grid gap-6">
      <div className="grid gap-2">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-44" />
      </div>
      {Array.from({ length: fields }, (_, field) => (
        <div key={field} className="grid gap-2">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-9 w-full" />
        </div>
      ))}
      <Skeleton className="h-9 w-full" />
    </div>
  );
}
