import { Webhook } from "svix";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { newId } from "../ids.ts";
import type { Delivery } from "../model/deliveries.ts";
import type { Store } from "../store.ts";

/**
 * Svix's published schedule: how long to wait before each attempt, counted from the failure before
 * (https://docs.svix.com/retries). After the last one a message has failed.
 */
const SCHEDULE_SECONDS = [0, 5, 300, 1800, 7200, 18_000, 36_000, 36_000];
const ATTEMPT_TIMEOUT_MS = 15_000;
/** An application that is not up is not a failing one: ask again soon, and count nothing. */
const REFUSED_PAUSE_MS = 1000;

export interface DeliveryReport {
  pending: number;
  delivered: number;
  failed: number;
  lastError: string | null;
}

interface Options {
  config: Config;
  secret: string;
  store: Store;
  clock: Clock;
  log: (line: string) => void;
}

type Outcome = "delivered" | "refused" | "failed" | "aborted";

/**
 * Signed messages on their way to the application. First attempts go one at a time, in the order of the events;
 * retries go beside them, so one failing message holds up nobody. Kept in the store until delivered.
 */
export class Webhooks {
  private readonly options: Options;
  private readonly signer: Webhook;
  private sequence = 0;
  private delivered = 0;
  private lastError: string | null = null;
  private readonly running = { first: false, retries: false };
  private timer: NodeJS.Timeout | null = null;
  private readonly stopping = new AbortController();

  constructor(options: Options) {
    this.options = options;
    this.signer = new Webhook(options.secret);
    for (const one of options.store.deliveries.values()) {
      this.sequence = Math.max(this.sequence, one.sequence);
    }
  }

  /** Starts delivering; what was left over from the last run goes first. */
  start(): void {
    this.wake();
  }

  enqueue(type: string, body: string): void {
    if (!this.options.config.webhookUrl) return;
    this.sequence += 1;
    this.options.store.deliveries.put({
      id: newId("msg"),
      sequence: this.sequence,
      type,
      body,
      attempts: 0,
      nextAttemptAt: this.options.clock.now(),
      status: "pending",
      lastError: null,
    });
    this.wake();
  }

  report(): DeliveryReport {
    const all = this.options.store.deliveries.values();
    return {
      pending: all.filter((one) => one.status === "pending").length,
      delivered: this.delivered,
      failed: all.filter((one) => one.status === "failed").length,
      lastError: this.lastError,
    };
  }

  close(): void {
    this.stopping.abort();
    if (this.timer) clearTimeout(this.timer);
  }

  private wake(): void {
    void this.pump("first");
    void this.pump("retries");
  }

  private due(kind: "first" | "retries"): Delivery | undefined {
    const now = this.options.clock.now();
    return this.options.store.deliveries
      .filter(
        (one) =>
          one.status === "pending" &&
          one.nextAttemptAt <= now &&
          (one.attempts === 0) === (kind === "first"),
      )
      .sort((a, b) => a.sequence - b.sequence)[0];
  }

  private async pump(kind: "first" | "retries"): Promise<void> {
    if (this.running[kind]) return;
    this.running[kind] = true;
    try {
      for (;;) {
        // Yields first: whoever emits several events emits them all before the first one leaves.
        await pause(0);
        if (this.stopping.signal.aborted) return;
        const delivery = this.due(kind);
        if (!delivery) break;
        if ((await this.attempt(delivery)) === "refused") await pause(REFUSED_PAUSE_MS);
      }
    } finally {
      this.running[kind] = false;
    }
    this.sleepUntilNext();
  }

  private sleepUntilNext(): void {
    if (this.timer) clearTimeout(this.timer);
    // First attempts need no alarm: their pump runs as long as there are any.
    const waiting = this.options.store.deliveries.filter(
      (one) => one.status === "pending" && one.attempts > 0,
    );
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map((one) => one.nextAttemptAt));
    const wait = Math.min(Math.max(next - this.options.clock.now(), 10), 60_000);
    this.timer = setTimeout(() => this.wake(), wait);
    this.timer.unref();
  }

  private async attempt(delivery: Delivery): Promise<Outcome> {
    const { store, log } = this.options;
    const { outcome, error } = await this.send(delivery);
    // A reset while the request was under way has taken the message away.
    if (this.stopping.signal.aborted || !store.deliveries.get(delivery.id)) return outcome;
    if (outcome === "delivered") {
      this.delivered += 1;
      store.deliveries.delete(delivery.id);
      return outcome;
    }
    if (this.lastError !== error) log(`webhook ${delivery.type}: ${error}`);
    this.lastError = error;
    if (outcome === "refused") return outcome;
    const attempts = delivery.attempts + 1;
    const wait = outcome === "aborted" ? undefined : SCHEDULE_SECONDS[attempts];
    store.deliveries.put({
      ...delivery,
      attempts,
      lastError: error,
      status: wait === undefined ? "failed" : "pending",
      nextAttemptAt:
        this.options.clock.now() + (wait ?? 0) * 1000 * this.options.config.retryFactor,
    });
    return outcome;
  }

  private async send(delivery: Delivery): Promise<{ outcome: Outcome; error: string | null }> {
    const { webhookUrl } = this.options.config;
    if (!webhookUrl) return { outcome: "aborted", error: "no webhook address" };
    const now = new Date();
    try {
      const response = await fetch(webhookUrl, {
        method: "POST",
        redirect: "manual",
        headers: {
          "content-type": "application/json",
          "user-agent": "Svix-Webhooks/local",
          "svix-id": delivery.id,
          "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
          "svix-signature": this.signer.sign(delivery.id, now, delivery.body),
        },
        body: delivery.body,
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      if (response.ok) return { outcome: "delivered", error: null };
      const aborted = response.headers.get("webhook-delivery") === "abort-message";
      const error = `the application answered ${response.status}`;
      return { outcome: aborted ? "aborted" : "failed", error };
    } catch (error) {
      return describeFailure(error);
    }
  }
}

function describeFailure(error: unknown): { outcome: Outcome; error: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED") {
    return { outcome: "refused", error: "nobody listens at the application's address yet" };
  }
  return { outcome: "failed", error: cause instanceof Error ? cause.message : String(cause) };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
