"use client";

import { useReverification } from "@clerk/nextjs";
import { isReverificationCancelledError } from "@clerk/nextjs/errors";
import { reverificationHint } from "@/src/access/freshness";
import { CancelledError } from "./fault";

/**
 * Has Clerk's own dialog ask the person once more who they are. Rejects with CancelledError when they close it; what is wrong, the
 * dialog says itself. <Connection> does this for every call that is refused with `reverification_required`, so a component that
 * makes such a call has nothing to do but to say nothing of a cancelled one, as notifyFault and FormFault do:
 *
 *     const ban = trpc.admin.banUser.useMutation({ onError: (error) => notifyFault(error, "Nobody was suspended") });
 */
export function useReverify(): () => Promise<void> {
  // Clerk's hook asks when the call that it is given is refused, and then makes it again: here the first is always refused.
  const reverify = useReverification((attempts: { made: number }) =>
    Promise.resolve(attempts.made++ === 0 ? reverificationHint : null),
  );
  return async () => {
    try {
      await reverify({ made: 0 });
    } catch (error) {
      throw isReverificationCancelledError(error) ? new CancelledError() : error;
    }
  };
}
