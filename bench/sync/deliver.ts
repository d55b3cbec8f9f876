import { takeDelivery } from "@/src/server/sync/inbox";
import type { Delivery } from "@/src/server/sync/verify";

export interface Delivered {
  readonly seconds: number;
  /** Of each delivery, milliseconds. */
  readonly times: readonly number[];
  readonly duplicates: number;
}

/** Takes deliveries that were verified, so many at a time. @throws when one of them is not applied, or comes to nothing else than a duplicate */
export async function deliver(all: readonly Delivery[], workers: number): Promise<Delivered> {
  const coming = all.values();
  const times: number[] = [];
  let duplicates = 0;
  const since = performance.now();
  const work = async (): Promise<void> => {
    for (const delivery of coming) {
      const began = performance.now();
      const outcome = await takeDelivery(delivery);
      times.push(performance.now() - began);
      if (outcome === "duplicate") duplicates += 1;
      else if (outcome !== "applied") throw new Error(`${delivery.envelope.type} was ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return { seconds: (performance.now() - since) / 1000, times, duplicates };
}
