import { newId } from "../ids.ts";
import type { Attempt, Delivery, DeliveryStatus, Message } from "../model/deliveries.ts";
import type { Store } from "../store.ts";

/** Of one message; resending it for ever must not make its record grow for ever. */
const ATTEMPTS_KEPT = 50;
/** Old messages are thrown away so many at a time: looking for them costs a walk over all. */
const THROWN_AWAY_AT_ONCE = 500;

export type DeliveryCounts = Record<DeliveryStatus, number>;

/** A message and what has become of it. */
export type LoggedMessage = Message & Delivery;

export interface LogQuery {
  status?: DeliveryStatus | undefined;
  type?: string | undefined;
  /** In the id, the type or the body, in any case. */
  text?: string | undefined;
  /** Only messages with a smaller number. */
  before?: number | undefined;
  limit: number;
}

/** Every message with its attempts: all that are on their way, and the newest of those that are done with. */
export class DeliveryLog {
  private readonly store: Store;
  private sequence = 0;
  private done = 0;

  constructor(store: Store) {
    this.store = store;
    this.reload();
  }

  /** After the store was cleared or replaced. */
  reload(): void {
    this.sequence = 0;
    for (const one of this.store.webhookMessages.values()) {
      this.sequence = Math.max(this.sequence, one.sequence);
    }
    this.done = this.store.webhookDeliveries.filter((one) => one.status !== "pending").length;
  }

  add(type: string, body: string, now: number): LoggedMessage {
    this.sequence += 1;
    const id = newId("msg");
    const message = { id, sequence: this.sequence, type, body, createdAt: now };
    const delivery: Delivery = {
      id,
      status: "pending",
      failures: 0,
      nextAttemptAt: now,
      lastError: null,
      attempts: [],
    };
    this.store.webhookMessages.put(message);
    this.store.webhookDeliveries.put(delivery);
    return { ...message, ...delivery };
  }

  get(id: string): LoggedMessage | undefined {
    const message = this.store.webhookMessages.get(id);
    const delivery = this.store.webhookDeliveries.get(id);
    return message && delivery ? { ...message, ...delivery } : undefined;
  }

  /** Records what has happened to a message, and which attempt that was, if it was one. */
  change(id: string, changes: Partial<Omit<Delivery, "id" | "attempts">>, attempt?: Attempt): void {
    const before = this.store.webhookDeliveries.get(id);
    if (!before) return;
    const attempts = attempt
      ? [...before.attempts, attempt].slice(-ATTEMPTS_KEPT)
      : before.attempts;
    const after = this.store.webhookDeliveries.put({ ...before, ...changes, attempts });
    if (before.status === "pending" && after.status !== "pending") this.done += 1;
  }

  /** Throws away the oldest of those that are done with, when there are too many. */
  trim(kept: number): void {
    if (this.done <= kept) return;
    if (kept > 0 && this.done < kept + THROWN_AWAY_AT_ONCE) return;
    for (const one of this.store.webhookDeliveries.values()) {
      if (this.done <= kept) return;
      if (one.status === "pending") continue;
      this.store.webhookDeliveries.delete(one.id);
      this.store.webhookMessages.delete(one.id);
      this.done -= 1;
    }
  }

  pending(): LoggedMessage[] {
    return this.select((one) => one.status === "pending");
  }

  /** In the order of the events. */
  select(matches: (one: LoggedMessage) => boolean): LoggedMessage[] {
    return this.store.webhookMessages
      .values()
      .map((message) => this.get(message.id))
      .filter((one) => one !== undefined)
      .filter(matches);
  }

  /** Newest first. */
  query(query: LogQuery): LoggedMessage[] {
    const wanted = query.text?.toLowerCase();
    const found: LoggedMessage[] = [];
    for (const message of this.store.webhookMessages.values().reverse()) {
      if (found.length >= query.limit) break;
      if (query.before !== undefined && message.sequence >= query.before) continue;
      if (query.type && message.type !== query.type) continue;
      const one = this.get(message.id);
      if (!one || (query.status && one.status !== query.status)) continue;
      if (wanted && !`${one.id} ${one.type} ${one.body}`.toLowerCase().includes(wanted)) continue;
      found.push(one);
    }
    return found;
  }

  counts(): DeliveryCounts {
    const counts: DeliveryCounts = { pending: 0, delivered: 0, failed: 0, dropped: 0 };
    for (const one of this.store.webhookDeliveries.values()) counts[one.status] += 1;
    return counts;
  }
}
