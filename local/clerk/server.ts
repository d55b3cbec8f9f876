import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Lock, takeLock } from "../stack/lock.ts";
import { makeApp } from "./app.ts";
import { Clock } from "./clock.ts";
import { PUBLISHABLE_KEY, type Config } from "./config.ts";
import { dropExpired } from "./domain/expiry.ts";
import { prepareFirstStart } from "./domain/first-start.ts";
import type { Instance } from "./instance.ts";
import { loadKeys } from "./keys/keys.ts";
import { listenOnLoopback } from "./listen.ts";
import { isLoopbackUrl } from "./loopback.ts";
import { applySeed, type SeedReport } from "./seed/apply.ts";
import { Settings } from "./settings/settings.ts";
import { Snapshots } from "./snapshots.ts";
import { openStore } from "./store.ts";
import { Webhooks } from "./webhooks/queue.ts";

export { clerkEnvironment } from "./arrangements.ts";

export interface LocalClerkOptions {
  /** 0 takes any free one */
  port: number;
  /** Where keys and state are kept. */
  dataDir: string;
  /** Origin of the application, e.g. http://localhost:3000 */
  appUrl: string;
  /** Where signed webhooks go; null sends none. */
  webhookUrl: string | null;
  /** Scales the published retry schedule (0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h). */
  retryFactor?: number;
  /** One line at a time; the default prints it. */
  log?: (line: string) => void;
}

export interface LocalClerk {
  url: string;
  port: number;
  publishableKey: string;
  secretKey: string;
  webhookSecret: string;
  /** Public key of the session tokens, PEM. */
  jwtKey: string;
  /** Makes the people and organizations of a seed, and changes what differs. @throws SeedError */
  seed(content: unknown): Promise<SeedReport>;
  close(): Promise<void>;
}

/** @throws AlreadyRunning when another one works with the same folder */
export async function startLocalClerk(options: LocalClerkOptions): Promise<LocalClerk> {
  if (process.env.NODE_ENV === "production") {
    throw new Error(
      "The local Clerk is for development and tests; it does not start in production.",
    );
  }
  if (options.webhookUrl !== null && !isLoopbackUrl(options.webhookUrl)) {
    throw new Error(`Webhooks stay on this machine; ${options.webhookUrl} is elsewhere.`);
  }
  mkdirSync(dirname(options.dataDir), { recursive: true });
  // Of its owner alone, where it is new; one that is there already belongs to whoever made it.
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock = takeLock(options.dataDir);
  try {
    return await start(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function start(options: LocalClerkOptions, lock: Lock): Promise<LocalClerk> {
  const log = options.log ?? ((line: string) => console.log(`[clerk] ${line}`));
  const keys = await loadKeys(options.dataDir);
  const store = openStore(join(options.dataDir, "state.jsonl"));
  const settings = new Settings(store.settings);
  const clock = new Clock();
  dropExpired({ store, clock });
  await prepareFirstStart({ store, clock });
  // The port is known only once we listen; until then nobody can ask.
  let answer: (request: Request) => Promise<Response> = async () =>
    new Response(null, { status: 503 });
  const listening = await listenOnLoopback(options.port, (request) => answer(request));
  const config: Config = {
    url: `http://localhost:${listening.port}`,
    appUrl: options.appUrl.replace(/\/+$/, ""),
    webhookUrl: options.webhookUrl,
    retryFactor: options.retryFactor ?? 1,
  };
  const webhooks = new Webhooks({ config, keys, settings, store, clock, log });
  const snapshots = new Snapshots(join(options.dataDir, "snapshots"));
  const instance: Instance = { config, keys, clock, store, settings, webhooks, snapshots, log };
  answer = makeApp(instance);
  webhooks.start();
  lock.announce(config.url);
  return {
    url: config.url,
    port: listening.port,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: keys.secretKey,
    get webhookSecret() {
      return keys.webhookSecret;
    },
    jwtKey: keys.signing.publicPem,
    seed: (content) => applySeed(instance, content),
    async close() {
      webhooks.close();
      await listening.close();
      store.flush();
      lock.release();
    },
  };
}
