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

interface ListingProps<T> {
  list: Listing<T>;
  /** Read out while it loads. */
  loading: string;
  /** Said when it cannot be loaded. */
  failed: string;
  children: (items: readonly T[]) => ReactNode;
}

/** The states of a keyset list around whatever shows its items: loading, failed, and more to come. */
export function ListingStates<T>({ list, loading, failed, children }: ListingProps<T>) {
  if (!list.data) {
    return list.isError ? (
      <CallFailed what={failed} error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <ListSkeleton rows={4} label={loading} />
    );
  }
  return (
    <>
      {children(list.data.pages.flatMap((page) => page.items))}
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

interface InfiniteListProps<T extends { id: Key }> extends Omit<ListingProps<T>, "children"> {
  /** Stands in for a list without rows. */
  empty: ReactNode;
  row: (item: T) => ReactNode;
}

/** A keyset list as rows in a card. */
export function InfiniteList<T extends { id: Key }>({ empty, row, ...list }: InfiniteListProps<T>) {
  return (
    <ListingStates {...list}>
      {(items) =>
        items.length === 0 ? (
          empty
        ) : (
          <ul className="divide-y divide-border overflow-hidden rounded-card border bg-surface">
            {items.map((item) => row(item))}
          </ul>
        )
      }
    </ListingStates>
  );
}
