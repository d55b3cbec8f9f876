import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "@/src/server/trpc/root";

export interface Patience {
  /** Milliseconds after which a call is slow. */
  readonly after: number;
  /** Some call has become slow; and later: none is any more. */
  readonly tell: (slow: boolean) => void;
}

/** Says when an answer keeps somebody waiting, so that they know that their click was taken. */
export function tellSlow({ after, tell }: Patience): TRPCLink<AppRouter> {
  return () => {
    const slow = new Set<symbol>();
    return ({ op, next }) => {
      if (op.type === "subscription") return next(op);
      return observable((observer) => {
        const call = Symbol(op.path);
        const timer = setTimeout(() => {
          slow.add(call);
          if (slow.size === 1) tell(true);
        }, after);
        const end = (): void => {
          clearTimeout(timer);
          if (slow.delete(call) && slow.size === 0) tell(false);
        };
        const subscription = next(op).subscribe({
          next: (value) => observer.next(value),
          error: (error) => {
            end();
            observer.error(error);
          },
          complete: () => {
            end();
            observer.complete();
          },
        });
        return () => {
          end();
          subscription.unsubscribe();
        };
      });
    };
  };
}
