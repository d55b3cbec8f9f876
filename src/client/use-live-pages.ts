"use client";

import type { InfiniteData } from "@tanstack/react-query";
import { useLive } from "./use-live";

/** What `trpc.useUtils()` has of an infinite list. */
interface Pages<I, P> {
  getInfiniteData(input: I): InfiniteData<P, string | null> | undefined;
  setInfiniteData(
    input: I,
    update: (
      before: InfiniteData<P, string | null> | undefined,
    ) => InfiniteData<P, string | null> | undefined,
  ): void;
  invalidate(input: I): Promise<void>;
}

/**
 * The same for an infinite list, whose subscription delivers its first page: it is shown at once where it is the only one, and
 * where somebody has gone on, all that they have read is read again.
 */
export function useLivePages<I, P>(list: Pages<I, P>, asked: I) {
  const refresh = () => list.invalidate(asked);
  return useLive<P>({
    refresh,
    show: (page) => {
      if ((list.getInfiniteData(asked)?.pages.length ?? 1) > 1) void refresh();
      else list.setInfiniteData(asked, (before) => before && { ...before, pages: [page] });
    },
  });
}
