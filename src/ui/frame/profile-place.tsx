import { Skeleton } from "../skeleton";

/** Keeps the place of Clerk's profile cards until they have loaded. */
export function ProfilePlace({ label }: { label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="flex min-h-[26rem] gap-8 rounded-card border bg-surface p-6"
    >
      <div className="hidden w-48 flex-col gap-3 sm:flex">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-8 w-full" />
      </div>
      <div className="flex flex-1 flex-col gap-6">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-12 w-full" />
      </div>
    </div>
  );
}
