import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { ClerkError } from "../errors.ts";
import type { Keys } from "../keys/keys.ts";
import type { Delivery, Endpoint, Trigger } from "../model/deliveries.ts";
import type { Settings } from "../settings/settings.ts";
import type { Store } from "../store.ts";
import { drawFate } from "./chaos.ts";
import { Departures, type Copy } from "./departures.ts";
import { EndpointHealth } from "./endpoint.ts";
import { DeliveryLog, type DeliveryCounts } from "./log.ts";
import { SECRET_OVERLAP_MS, waitAfter } from "./schedule.ts";
import { send, type Sent } from "./sender.ts";

const DISABLED = "the endpoint is disabled";
const NO_APP = "the Svix app was deleted";

export interface DeliveryReport extends DeliveryCounts {
  /** Attempts that are still to come: retries and second copies, too. */
  waiting: number;
  lastError: string | null;
  endpoint: Omit<Endpoint, "id"> & { url: string | null };
}

interface Options {
  config: Config;
  keys: Keys;
  settings: Settings;
  store: Store;
  clock: Clock;
  log: (line: string) => void;
}

/** Signed messages on their way to the application, as Svix would deliver them. */
export class Webhooks {
  readonly messages: DeliveryLog;
  private readonly options: Options;
  private readonly endpoint: EndpointHealth;
  private readonly departures: Departures;
  private lastError: string | null = null;
  private stopping = new AbortController();

  constructor(options: Options) {
    this.options = options;
    this.messages = new DeliveryLog(options.store);
    this.endpoint = new EndpointHealth(options.store.webhookEndpoint);
    this.departures = new Departures({
      settings: () => options.settings.webhooks,
      attempt: (copy) => this.attempt(copy),
    });
    options.settings.onChange(() => {
      if (!options.settings.webhooks.svixApp) this.giveUpPending(NO_APP);
      this.departures.settingsChanged();
    });
  }

  /** Starts delivering; what was left over from the last run goes first. */
  start(): void {
    this.departures.start();
    for (const one of this.messages.pending()) this.plan(one);
  }

  close(): void {
    this.stopping.abort();
    this.departures.stop();
  }

  /** After the store was cleared or replaced: what was on its way is not any more. */
  reload(): void {
    this.close();
    this.stopping = new AbortController();
    this.lastError = null;
    this.messages.reload();
    this.start();
  }

  enqueue(type: string, body: string): void {
    const { settings, clock } = this.options;
    const { eventTypes, chaos, kept } = settings.webhooks;
    if (!this.url()) return;
    if (eventTypes.length > 0 && !eventTypes.includes(type)) return;
    const { id, sequence } = this.messages.add(type, body, clock.now());
    const [original, second] = drawFate(chaos, sequence);
    if (this.endpoint.disabled) {
      this.giveUp(id, "failed", DISABLED);
    } else if (!original) {
      this.giveUp(id, "dropped", null);
    } else {
      const { delayMs, rank } = original;
      if (delayMs > 0) this.messages.change(id, { nextAttemptAt: clock.now() + delayMs });
      this.departures.firstAttempt({ id, trigger: "schedule", rank }, delayMs);
      if (second) {
        const copy: Copy = { id, trigger: "duplicate", rank: second.rank };
        this.departures.firstAttempt(copy, second.delayMs);
      }
    }
    this.messages.trim(kept);
  }

  report(): DeliveryReport {
    const { disabledAt, failingSince, clockStartedAt } = this.endpoint.state;
    return {
      ...this.messages.counts(),
      waiting: this.departures.waiting,
      lastError: this.lastError,
      endpoint: { url: this.url(), disabledAt, failingSince, clockStartedAt },
    };
  }

  get disabled(): boolean {
    return this.endpoint.disabled;
  }

  /**
   * Sends a message once more, under the same id, whatever has become of it.
   * @throws ClerkError when there is no Svix app to send it
   */
  resend(id: string): void {
    if (!this.options.settings.webhooks.svixApp) {
      throw new ClerkError(422, "svix_app_missing", "There is no Svix app: create one first.");
    }
    this.departures.byHand({ id, trigger: "manual", rank: 0 });
  }

  /** Does not send what failed meanwhile: that is asked for separately. */
  enable(): void {
    this.endpoint.enable();
  }

  disable(): void {
    this.endpoint.disable(this.options.clock.now());
    this.giveUpPending(DISABLED);
  }

  /** Signs with a new secret, and for the published overlap with the old one besides. */
  rotateSecret(): string {
    const now = this.options.clock.now();
    return this.options.keys.rotateWebhookSecret(now, now + SECRET_OVERLAP_MS * this.factor());
  }

  private url(): string | null {
    const { svixApp, url } = this.options.settings.webhooks;
    return svixApp ? (url ?? this.options.config.webhookUrl) : null;
  }

  private factor(): number {
    return this.options.settings.webhooks.retryFactor ?? this.options.config.retryFactor;
  }

  /** Puts a pending message where its next attempt will be made. */
  private plan(message: Delivery): void {
    const wait = Math.max((message.nextAttemptAt ?? 0) - this.options.clock.now(), 0);
    const copy: Copy = { id: message.id, trigger: "schedule", rank: 0 };
    if (message.failures === 0) this.departures.firstAttempt(copy, wait);
    else this.departures.retry(copy, wait);
  }

  private async attempt({ id, trigger }: Copy): Promise<boolean> {
    const { keys, settings, log } = this.options;
    const { signal } = this.stopping;
    const message = this.messages.get(id);
    const url = this.url();
    if (!message || !url || this.endpoint.disabled) return true;
    // It has been delivered by hand, or given up, since this attempt was planned.
    if (trigger === "schedule" && message.status !== "pending") return true;
    if (trigger === "duplicate" && message.status === "failed") return true;
    const { timeoutMs, waitForApplication } = settings.webhooks;
    const sent = await send(message, { url, keys, timeoutMs, signal });
    // After a reset or a stop the message is not ours any more.
    if (signal.aborted) return true;
    const { error } = sent.attempt;
    if (error !== null && this.lastError !== error) log(`webhook ${message.type}: ${error}`);
    if (error !== null) this.lastError = error;
    if (sent.outcome === "refused" && waitForApplication) return false;
    this.record(id, trigger, sent);
    return true;
  }

  private record(id: string, trigger: Trigger, { outcome, attempt }: Sent): void {
    const { clock, log, settings } = this.options;
    // Another attempt of the same message may have ended while this one was under way.
    const message = this.messages.get(id);
    if (!message) return;
    const made = { ...attempt, trigger };
    if (outcome === "delivered") {
      this.endpoint.succeeded();
      this.departures.cancel(id);
      this.messages.change(id, { status: "delivered", nextAttemptAt: null, lastError: null }, made);
    } else if (trigger === "schedule" && message.status === "pending") {
      const failures = message.failures + 1;
      const wait = outcome === "aborted" ? null : waitAfter(failures, this.factor());
      const nextAttemptAt = wait === null ? null : clock.now() + wait;
      const status = wait === null ? "failed" : "pending";
      const next = { status, failures, nextAttemptAt, lastError: made.error } as const;
      this.messages.change(id, next, made);
      if (wait === null) log(`webhook ${message.type} ${id}: given up after attempt ${failures}`);
      else this.plan({ ...message, ...next });
    } else {
      this.messages.change(id, {}, made);
    }
    if (outcome !== "delivered" && this.endpoint.failed(clock.now(), this.factor())) {
      log(`webhooks: ${DISABLED}, because everything has failed for days`);
      this.giveUpPending(DISABLED);
    }
    this.messages.trim(settings.webhooks.kept);
  }

  private giveUp(id: string, status: "failed" | "dropped", lastError: string | null): void {
    this.departures.cancel(id);
    this.messages.change(id, { status, nextAttemptAt: null, lastError });
  }

  private giveUpPending(reason: string): void {
    for (const one of this.messages.pending()) this.giveUp(one.id, "failed", reason);
  }
}
