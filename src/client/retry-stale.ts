import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { AppRouter } from "@/src/server/trpc/root";

/**
 * A role can change while a token of the old one is still valid; the server then answers `permission_stale`. One fresh token
 * and one more attempt settle it, either way.
 */
export function retryStale(refreshToken: () => Promise<unknown>): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        let current: Unsubscribable | null = null;
        let closed = false;
        const attempt = (last: boolean) => {
          current = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (last || error.data?.appCode !== "permission_stale") {
                observer.error(error);
                return;
              }
              void refreshToken().then(
                () => !closed && attempt(true),
                (cause: unknown) =>
                  observer.error(TRPCClientError.from(cause instanceof Error ? cause : error)),
              );
            },
          });
        };
        attempt(false);
        return () => {
          closed = true;
          current?.unsubscribe();
        };
      });
}
