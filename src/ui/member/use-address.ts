"use client";

import { useEffect, useState } from "react";
import { hrefOfMembers, type MembersAddress } from "./address";

interface Address {
  /** What is asked of the server. */
  readonly address: MembersAddress;
  /** What stands in the search box, which may be ahead of it. */
  readonly typed: string;
  readonly change: (part: Partial<MembersAddress>) => void;
}

/** Milliseconds without a key after which what was typed is searched for. */
const pause = 200;

/**
 * Starts with what the server read from the address and keeps the address as the table is, so that it can be reloaded, and sent
 * to a colleague. Next is not asked for the page again: the table asks its own procedure.
 */
export function useMembersAddress(slug: string, initial: MembersAddress): Address {
  const [address, setAddress] = useState(initial);
  const [typed, setTyped] = useState(initial.q);

  useEffect(() => {
    const timer = setTimeout(
      () => setAddress((before) => (before.q === typed ? before : { ...before, q: typed })),
      pause,
    );
    return () => clearTimeout(timer);
  }, [typed]);

  useEffect(() => {
    const href = hrefOfMembers(slug, address);
    if (href !== `${window.location.pathname}${window.location.search}`)
      window.history.replaceState(null, "", href);
  }, [slug, address]);

  const change = ({ q, ...part }: Partial<MembersAddress>) => {
    if (q !== undefined) setTyped(q);
    if (Object.keys(part).length > 0) setAddress((before) => ({ ...before, ...part }));
  };
  return { address, typed, change };
}
