"use client";

import { useClerk } from "@clerk/nextjs";

/**
 * Becomes the person of a ticket. The administrator's own session ends first: a browser has one, and theirs is not left open
 * behind another's name. The ticket is handed to Clerk here and never put into an address, which servers and histories keep.
 */
export function useActAs(): (ticket: string, otherwise: string) => Promise<void> {
  const clerk = useClerk();
  return async (ticket, otherwise) => {
    let next = `/sign-in?redirect_url=${encodeURIComponent(otherwise)}`;
    try {
      await clerk.client.removeSessions();
      const attempt = await clerk.client.signIn.create({ strategy: "ticket", ticket });
      if (attempt.status === "complete") {
        await clerk.setActive({ session: attempt.createdSessionId });
        next = "/dashboard";
      }
    } finally {
      // Another person's pages: nothing of what is loaded here is theirs.
      window.location.assign(next);
    }
  };
}
