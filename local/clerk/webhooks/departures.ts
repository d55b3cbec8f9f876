import type { Trigger } from "../model/deliveries.ts";
import type { WebhookSettings } from "../settings/webhooks.ts";
import { Gate } from "./gate.ts";
import { Lane } from "./lane.ts";

/** One copy of a message on its way. */
export interface Copy {
  id: string;
  trigger: Trigger;
  /** Its place among those that are reordered together. */
  rank: number;
}

interface Options {
  settings: () => WebhookSettings;
  /** Makes the attempt, and answers false when nobody listened. */
  attempt: (copy: Copy) => Promise<boolean>;
}

/**
 * When which copy leaves. First attempts wait for their delay, are reordered and gathered into bursts as the settings
 * say, and go in that order; retries and what somebody asks for go beside them, so one failing message holds up nobody.
 */
export class Departures {
  private readonly settings: () => WebhookSettings;
  private readonly first: Lane<Copy>;
  private readonly beside: Lane<Copy>;
  private readonly reordering: Gate<Copy>;
  private readonly burst: Gate<Copy>;
  /** The copies that wait for a time, by message and trigger. */
  private readonly timers = new Map<string, { copy: Copy; timer: NodeJS.Timeout }>();
  /** Every copy from when it sets out until its attempt is over. */
  private readonly copies = new Set<Copy>();
  private open = false;

  constructor({ settings, attempt }: Options) {
    this.settings = settings;
    const send = async (copy: Copy) => {
      const over = await attempt(copy);
      if (over) this.copies.delete(copy);
      return over;
    };
    const lane = { send, limit: () => this.limit() };
    this.first = new Lane(lane);
    this.beside = new Lane(lane);
    this.burst = new Gate((copies) => {
      // A burst is what leaves at once; without one, what came together still leaves one by one.
      if (settings().chaos.burst > 1) this.first.push(copies);
      else for (const copy of copies) this.first.push([copy]);
    });
    this.reordering = new Gate((copies) => {
      for (const copy of copies.sort((a, b) => a.rank - b.rank)) this.gather(copy);
    });
  }

  /** How many attempts are still to come, as far as is known now: retries and second copies, too. */
  get waiting(): number {
    return this.copies.size;
  }

  start(): void {
    this.open = true;
  }

  /** Forgets everything that was to leave. */
  stop(): void {
    this.open = false;
    for (const { timer } of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.copies.clear();
    for (const part of [this.first, this.beside, this.reordering, this.burst]) part.clear();
  }

  firstAttempt(copy: Copy, delayMs: number): void {
    this.copies.add(copy);
    if (delayMs === 0) this.reorder(copy);
    else this.after(copy, delayMs, () => this.reorder(copy));
  }

  retry(copy: Copy, waitMs: number): void {
    this.copies.add(copy);
    this.after(copy, waitMs, () => this.beside.push([copy]));
  }

  byHand(copy: Copy): void {
    this.copies.add(copy);
    this.beside.push([copy]);
  }

  /** The schedule of this message is at its end. */
  cancel(id: string): void {
    const key = timerKey(id, "schedule");
    const planned = this.timers.get(key);
    if (!planned) return;
    clearTimeout(planned.timer);
    this.timers.delete(key);
    this.copies.delete(planned.copy);
  }

  /** Whatever was held back for the old settings goes by the new ones. */
  settingsChanged(): void {
    this.reordering.open();
    this.burst.open();
    this.first.wake();
    this.beside.wake();
  }

  private limit(): number {
    const { paused, concurrency } = this.settings();
    return paused || !this.open ? 0 : concurrency;
  }

  private after(copy: Copy, waitMs: number, act: () => void): void {
    const key = timerKey(copy.id, copy.trigger);
    const timer = setTimeout(() => {
      this.timers.delete(key);
      act();
    }, waitMs);
    this.timers.set(key, { copy, timer: timer.unref() });
  }

  private reorder(copy: Copy): void {
    const { reorderWindow, holdMs } = this.settings().chaos;
    this.reordering.push(copy, reorderWindow, holdMs);
  }

  private gather(copy: Copy): void {
    const { burst, holdMs } = this.settings().chaos;
    this.burst.push(copy, burst, holdMs);
  }
}

function timerKey(id: string, trigger: Trigger): string {
  return `${id} ${trigger}`;
}
