"use client";

import { useIsMutating, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { endsSession, readFault } from "./fault";
import { leave } from "./leave";
import { useVisible } from "./use-visible";

/** Milliseconds: whoever signs out here is led away by Clerk, and the end of their session may be told here before it is there. */
const grace = 2_000;

interface Live<T> {
  /** Puts what was delivered in the place of what is shown. */
  readonly show: (value: T) => void;
  /** Reads again, where a delivery could not be shown. */
  readonly refresh: () => unknown;
}

/**
 * The options of a subscription that keeps a list as the server has it: `trpc.task.watch.useSubscription(input, useLive(…))`.
 * A tab that nobody sees has no stream, since a browser keeps few connections to one server; when it is looked at again the first
 * delivery says what there is now. Nothing is shown over a change that is on its way: what was delivered may be from before it.
 */
export function useLive<T>({ show, refresh }: Live<T>) {
  const router = useRouter();
  const visible = useVisible();
  const [refused, setRefused] = useState(false);
  const queryClient = useQueryClient();
  const changing = useIsMutating() > 0;
  const missed = useRef(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);

  useEffect(() => {
    if (changing || !missed.current) return;
    missed.current = false;
    refresh();
  }, [changing, refresh]);

  return {
    enabled: visible && !refused,
    onData: ({ data }: { data: T }) => {
      if (queryClient.isMutating() > 0) missed.current = true;
      else show(data);
    },
    onError: (error: unknown) => {
      const { code } = readFault(error);
      setRefused(true);
      if (endsSession(code)) leaving.current = setTimeout(() => leave(code), grace);
      // What they may not see any more, the page does not show either.
      else router.refresh();
    },
  };
}
