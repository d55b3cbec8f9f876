"use client";

import { useEffect, useState } from "react";
import { RunId } from "@/src/access/ids";
import { trpc, type Outputs } from "@/src/client/trpc";
import { isLive, pollAfter } from "./poll";

export type Run = Outputs["run"]["get"];

/** A run as it is now: asked for while it goes on and the page is looked at, and not otherwise. */
export function useRun(initial: Run) {
  return trpc.run.get.useQuery(
    { id: RunId.parse(initial.id) },
    {
      initialData: initial,
      staleTime: Infinity,
      refetchInterval: ({ state }) => (state.data ? pollAfter(state.data, Date.now()) : false),
      refetchOnReconnect: false,
      refetchOnWindowFocus: ({ state }) => (state.data && isLive(state.data) ? "always" : false),
    },
  );
}

/** The time, each second while `ticking`. */
export function useNow(ticking: boolean): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
