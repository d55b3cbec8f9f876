import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { ErrorCode } from "@/src/access/errors";
import type { AppRouter } from "@/src/server/trpc/root";

/** What sets right the cause of a refusal; rejects when it cannot be. */
export type Remedies = { readonly [C in ErrorCode]?: () => Promise<unknown> };

/**
 * Some refusals mean that the browser knows less than the server: a role has changed, or another tab has switched the
 * organization. The code's remedy and one more attempt settle it, either way.
 */
export function retryRefused(remedies: Remedies): TRPCLink<AppRouter> {
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
              const code = error.data?.appCode;
              const remedy = code && remedies[code];
              if (last || !remedy) {
                observer.error(error);
                return;
              }
              void remedy().then(
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
