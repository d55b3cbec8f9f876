"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import type { Sort } from "@/src/ui/data-table-column";
import { hrefOfList, type ListAddress } from "./address";

interface Ordered {
  /** Of a DataTable. */
  readonly sort: Sort;
  readonly onSortChange: () => void;
  readonly stale: boolean;
}

/** Sorts a list by the time at which its rows were made, by way of its address: the first page of the other order. */
export function useOrder(address: ListAddress): Ordered {
  const router = useRouter();
  const [stale, start] = useTransition();
  const order = address.order === "newest" ? "oldest" : "newest";
  return {
    sort: { id: "createdAt", descending: address.order === "newest" },
    onSortChange: () => start(() => router.push(hrefOfList({ ...address, order, after: null }))),
    stale,
  };
}
