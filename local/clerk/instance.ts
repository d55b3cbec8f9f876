import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Keys } from "./keys/keys.ts";
import type { Settings } from "./settings/settings.ts";
import type { Snapshots } from "./snapshots.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks/queue.ts";

/** The running local Clerk. */
export interface Instance {
  readonly config: Config;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly store: Store;
  readonly settings: Settings;
  readonly webhooks: Webhooks;
  readonly snapshots: Snapshots;
  readonly log: (line: string) => void;
}

/** The instance as one request sees it. */
export interface Call extends Instance {
  /** Origin of the page that asks: `azp` of the tokens it gets. null when no browser asks. */
  readonly origin: string | null;
  /** Where the asker reaches us: our own origin, or the application's proxy path. */
  readonly publicUrl: string;
  readonly clientIp: string;
  readonly userAgent: string;
}
