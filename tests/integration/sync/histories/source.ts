import type { Event, Subject } from "./model.ts";

/** Milliseconds. Several changes may happen in one. */
export interface Clock {
  now: number;
}

export interface SourceOptions {
  /** Part of every id, so that many of them can share one database. */
  readonly name: string;
  /**
   * Whether events about one subject may have the same timestamp when they are of the same millisecond: nothing then says
   * which of the two is newer. Otherwise each is stamped later than the one before it, as it leaves later.
   */
  readonly ties: boolean;
  /** Of another one that tells the same time. */
  readonly clock?: Clock;
  /** Called after each event. */
  readonly look?: () => void;
}

/** Makes subjects and sends events, by one clock. */
export class EventSource {
  readonly events: Event[] = [];
  readonly clock: Clock;
  #serial = 0;

  constructor(readonly options: SourceOptions) {
    this.clock = options.clock ?? { now: 1_790_000_000_000 };
  }

  protected makeSubject(prefix: string): Subject {
    this.#serial += 1;
    const { now } = this.clock;
    const id = `${prefix}_${this.options.name}n${this.#serial}`;
    return { id, createdAt: now, updatedAt: now, stamp: 0, gone: false };
  }

  protected emit(type: string, subject: Subject, data: () => Record<string, unknown>): void {
    const { now } = this.clock;
    subject.stamp = this.options.ties ? now : Math.max(now, subject.stamp + 1);
    this.events.push({
      object: "event",
      type,
      timestamp: subject.stamp,
      instance_id: "ins_test",
      data: structuredClone(data()),
    });
    this.options.look?.();
  }
}
