import { Skeleton } from "../skeleton";

/** Keeps the place of Clerk's sign-in and sign-up cards until they have loaded. */
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
