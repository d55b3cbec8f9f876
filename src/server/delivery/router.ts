import { replayDelivery } from "@/src/server/sync/inbox";
import { adminProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { readLag } from "./lag";
import { getDelivery, listDeliveries, requireDelivery, revealDelivery } from "./list";
import {
  DeliveryDetail,
  DeliveryPage,
  Lag,
  LagInput,
  ListDeliveries,
  OneDelivery,
  ReplayedDelivery,
  RevealedDelivery,
} from "./schema";

export const deliveryRouter = router({
  list: adminProcedure
    .input(ListDeliveries)
    .output(DeliveryPage)
    .query(({ ctx, input }) => listDeliveries(ctx.db, input)),

  get: adminProcedure
    .input(OneDelivery)
    .output(DeliveryDetail)
    .query(({ ctx, input }) => getDelivery(ctx.db, input)),

  // A mutation: nothing asks for it ahead, or a second time, of its own accord.
  reveal: adminProcedure
    .input(OneDelivery)
    .output(RevealedDelivery)
    .mutation(({ ctx, input }) => revealDelivery(ctx.db, input)),

  replay: adminProcedure
    .input(OneDelivery)
    .output(ReplayedDelivery)
    .mutation(async ({ ctx, input: { id } }) => {
      await requireDelivery(ctx.db, id);
      // In the sync's own transaction, and answered when it has ended.
      ctx.afterCommit(async () => {
        await replayDelivery(id);
      });
      return { id };
    }),

  lag: adminProcedure
    .input(LagInput)
    .output(Lag)
    .query(({ ctx, input }) => readLag(ctx.db, input)),
});
