import type { Delivery } from "@/src/server/sync/verify";
import { deliver, type Tally } from "./courier.ts";
import { numbersFrom, shuffle } from "./numbers.ts";

/** What a webhook alone tells: nothing that Clerk can be asked for says it. */
const onlyTold = /^(session|role|permission)\./;
const ending = /deleted|accepted|revoked/;

export interface Fates {
  readonly now: readonly Delivery[];
  readonly late: readonly Delivery[];
  readonly lost: readonly Delivery[];
}

/**
 * Loses some deliveries and holds others back until the reconcile runs. Not both where an end is lost: what comes late may then be
 * the first that the mirror hears of somebody who is gone, and the next reconcile is the first that can find that out.
 */
export function lose(deliveries: readonly Delivery[], losses: number): Fates {
  const next = numbersFrom(losses);
  const chances = new Map<string, number>();
  for (const { id, envelope } of deliveries)
    chances.set(id, onlyTold.test(envelope.type) ? 0 : next());
  const between = (from: number, to: number) =>
    deliveries.filter(({ id }) => {
      const chance = chances.get(id) ?? 0;
      return chance >= from && chance < to;
    });
  const [now, late, lost] = [between(0, 0.4), between(0.4, 0.7), between(0.7, 1)];
  return lost.some(({ envelope }) => ending.test(envelope.type))
    ? { now: [...now, ...late], late: [], lost }
    : { now, late, lost };
}

/** Delivers while something else runs: each time a part of what has gathered, in any order. */
export class Courier {
  #gathered: Delivery[] = [];
  #sending: Promise<void> = Promise.resolve();
  #turn = 0;

  constructor(readonly tally: Tally) {}

  gather(deliveries: readonly Delivery[]): void {
    this.#gathered.push(...deliveries);
  }

  send(share: number): void {
    this.#turn += 1;
    const all = shuffle(this.#gathered, this.#turn);
    const some = all.splice(0, Math.ceil(all.length * share));
    this.#gathered = all;
    this.#sending = this.#sending.then(() => deliver(some, 3, this.tally));
    // It is told at the end.
    this.#sending.catch(() => undefined);
  }

  /** Delivers the rest. @throws what could not be delivered */
  end(): Promise<void> {
    this.send(1);
    return this.#sending;
  }
}
