import fc from "fast-check";
import { takeDelivery } from "@/src/server/sync/inbox";
import type { Delivery } from "@/src/server/sync/verify";
import type { Event } from "./model.ts";
import { numbersFrom, shuffle } from "./numbers.ts";
import { seed } from "./property.ts";

/** How events are delivered; zeros are: as it happened, each once, by one worker. */
export interface Course {
  /** Makes the order in which deliveries come. */
  readonly order: number;
  /** Makes which come more than once, and when. */
  readonly repeats: number;
  /** How many deliver at the same time. */
  readonly workers: number;
}

const chance = fc.nat({ max: 0xffff });
export const course: fc.Arbitrary<Course> = fc.record({
  order: chance,
  repeats: chance,
  workers: fc.constantFrom(1, 2, 3, 4),
});

/** A delivery for each event, and more of some: right behind the first, so that two workers take both at once, or at any time. */
export function deliveriesOf(
  name: string,
  events: readonly Event[],
  { order, repeats }: Course,
): Delivery[] {
  const next = numbersFrom(repeats);
  const deliveries = events.map((envelope, index) => ({ id: `msg_${name}n${index}`, envelope }));
  const all = shuffle(deliveries, order).flatMap((each) => (next() > 0.85 ? [each, each] : [each]));
  for (const each of deliveries) {
    if (next() > 0.85) all.splice(Math.floor(next() * all.length), 0, each);
  }
  return all;
}

/** What was delivered in one test. */
export class Tally {
  histories = 0;
  deliveries = 0;
  /** Of the deliveries, those that were here before. */
  duplicates = 0;
  /** Of the histories, those that more than one worker delivered. */
  concurrent = 0;
  readonly types = new Set<string>();

  addHistory({ workers }: Course): void {
    this.histories += 1;
    if (workers > 1) this.concurrent += 1;
  }

  summary(title: string): string {
    return `${title}: ${this.histories} histories (${this.concurrent} of them by 2 to 4 workers at once), ${this.deliveries} deliveries of ${this.types.size} types, ${this.duplicates} of them duplicates; seed ${seed}`;
  }
}

/** Each worker takes the next delivery as soon as it is done with one. @throws what one of them could not take */
export async function deliver(
  deliveries: readonly Delivery[],
  workers: number,
  tally: Tally,
): Promise<void> {
  const coming = deliveries.values();
  const work = async (): Promise<void> => {
    for (const delivery of coming) {
      const outcome = await takeDelivery(delivery);
      tally.deliveries += 1;
      tally.types.add(delivery.envelope.type);
      if (outcome === "duplicate") tally.duplicates += 1;
      else if (outcome !== "applied") throw new Error(`${delivery.envelope.type} was ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}
