"use client";

import { useUser } from "@clerk/nextjs";
import type { ReactNode } from "react";

interface ClerkPlaceProps {
  /** Of the same size, until Clerk knows who is there. */
  waiting: ReactNode;
  children: ReactNode;
}

/**
 * A part of Clerk's that shows somebody's own. Right after a sign-in the page is there before Clerk knows the person, and a part
 * that is mounted then stays empty for good.
 */
export function ClerkPlace({ waiting, children }: ClerkPlaceProps) {
  const { isLoaded, isSignedIn } = useUser();
  return isLoaded && isSignedIn ? children : waiting;
}
