import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "@/src/server/trpc/root";

/**
 * The server takes each procedure once in a batch. A call whose procedure is still being asked in a batch therefore goes
 * by itself.
 */
export function oneOfEach(
  batched: TRPCLink<AppRouter>,
  alone: TRPCLink<AppRouter>,
): TRPCLink<AppRouter> {
  return (runtime) => {
    const send = { batched: batched(runtime), alone: alone(runtime) };
    const pending = new Set<string>();
    return ({ op, next }) =>
      observable((observer) => {
        if (pending.has(op.path)) return send.alone({ op, next }).subscribe(observer);
        pending.add(op.path);
        send.batched({ op, next }).subscribe({
          next: (value) => observer.next(value),
          error: (error) => {
            pending.delete(op.path);
            observer.error(error);
          },
          complete: () => {
            pending.delete(op.path);
            observer.complete();
          },
        });
        // A batch goes out with the calls that nobody waits for any more: their names are free when it is answered.
        return () => {};
      });
  };
}
