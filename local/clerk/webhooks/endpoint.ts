import type { Endpoint } from "../model/deliveries.ts";
import type { Collection } from "../store.ts";
import { DISABLED_AFTER_MS, FAILURES_APART_MS, FAILURES_WITHIN_MS } from "./schedule.ts";

const HEALTHY: Endpoint = {
  id: "endpoint",
  disabledAt: null,
  failingSince: null,
  clockStartedAt: null,
};

/** Whether the application's endpoint is enabled. It is disabled when nothing else than failures came for days. */
export class EndpointHealth {
  private readonly records: Collection<Endpoint>;

  constructor(records: Collection<Endpoint>) {
    this.records = records;
  }

  get state(): Endpoint {
    return this.records.get("endpoint") ?? HEALTHY;
  }

  get disabled(): boolean {
    return this.state.disabledAt !== null;
  }

  succeeded(): void {
    if (this.state.failingSince !== null) this.records.put(HEALTHY);
  }

  /**
   * Counts a failure, and says whether it was the one that disables the endpoint. With a factor of 0 there are no days to
   * count, so it stays enabled.
   */
  failed(now: number, factor: number): boolean {
    const { state } = this;
    if (factor === 0 || state.disabledAt !== null) return false;
    if (state.clockStartedAt !== null) {
      if (now - state.clockStartedAt < DISABLED_AFTER_MS * factor) return false;
      this.records.put({ ...state, disabledAt: now });
      return true;
    }
    const apart = state.failingSince === null ? null : now - state.failingSince;
    if (apart === null || apart > FAILURES_WITHIN_MS * factor) {
      this.records.put({ ...state, failingSince: now });
    } else if (apart >= FAILURES_APART_MS * factor) {
      this.records.put({ ...state, clockStartedAt: now });
    }
    return false;
  }

  enable(): void {
    this.records.put(HEALTHY);
  }

  disable(now: number): void {
    if (!this.disabled) this.records.put({ ...this.state, disabledAt: now });
  }
}
