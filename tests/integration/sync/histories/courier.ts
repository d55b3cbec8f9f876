import fc from "fast-check";
import { takeDelivery } from "@/src/server/sync/inbox";
import type { Delivery } from "@/src/server/sync/verify";
import type { Event } from "./model.ts";
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

/** Numbers from 0 up to 1, the same for the same start; zeros for 0. */
export function numbersFrom(start: number): () => number {
  let state = start;
  return () => {
    if (start === 0) return 0;
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** In the order that the start makes; as it was for 0. */
export function shuffle<T>(all: readonly T[], start: number): T[] {
  const next = numbersFrom(start);
  const keyed = all.map((each) => ({ each, key: next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
}

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
