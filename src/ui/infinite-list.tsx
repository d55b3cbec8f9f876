"use client";

import type { Key, ReactNode } from "react";
import { Button } from "./button";
import { CallFailed } from "./call-error";
import { ListSkeleton } from "./skeleton";

/** The parts of an infinite query that a list shows. */
interface Listing<T> {
  data?: { pages: { items: T[] }[] };
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
}

interface InfiniteListProps<T extends { id: Key }> {
  list: Listing<T>;
  /** Read out while it loads. */
  loading: string;
  /** Said when it cannot be loaded. */
  failed: string;
  /** Stands in for a list without rows. */
  empty: ReactNode;
  row: (item: T) => ReactNode;
}

/** A keyset list in its four states: loading, failed, empty and full. */
export function InfiniteList<T extends { id: Key }>({
  list,
  loading,
  failed,
  empty,
  row,
}: InfiniteListProps<T>) {
  if (!list.data) {
    return list.isError ? (
      <CallFailed what={failed} error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <ListSkeleton rows={4} label={loading} />
    );
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      <ul className="divide-y divide-border overflow-hidden rounded-card border bg-surface">
        {items.map((item) => row(item))}
      </ul>
      {list.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
