import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { clerkEnvironment, startLocalClerk, type LocalClerk } from "../../../local/clerk/server.ts";

/** Svix's schedule of 27 h 35 min in 20 s: 1 ms, 60 ms, 360 ms, 1.4 s, 3.6 s, 7.2 s and 7.2 s between the attempts. */
export const retryFactor = 0.0002;

const Attempt = z.object({ at: z.number(), durationMs: z.number(), error: z.string().nullable() });
const Summary = z.object({
  id: z.string(),
  sequence: z.number(),
  type: z.string(),
  status: z.enum(["pending", "delivered", "failed", "dropped"]),
  attemptCount: z.number(),
});
const Detail = Summary.extend({
  payload: z.object({ data: z.record(z.string(), z.unknown()) }),
  attempts: z.array(Attempt),
});
export type Delivery = z.infer<typeof Summary>;
export type DeliveryDetail = z.infer<typeof Detail>;
const Report = z.object({ waiting: z.number(), pending: z.number(), deliveries: z.array(Summary) });

/** A real local Clerk with its own queue, and what one does to it from outside. */
export interface Clerk {
  env(): Record<string, string>;
  webhookSecret(): string;
  url(): string;
  /** The Backend API; null where it answers 404. */
  api(method: string, path: string, body?: object): Promise<Record<string, unknown> | null>;
  /** What is ours alone: settings, keys, the log of deliveries. */
  local(method: string, path: string, body?: object): Promise<unknown>;
  webhooks(settings: object): Promise<unknown>;
  backendApi(settings: object): Promise<unknown>;
  /** The number of the newest delivery. */
  newest(): Promise<number>;
  deliveriesSince(sequence: number): Promise<Delivery[]>;
  delivery(id: string): Promise<DeliveryDetail>;
  /** Waits until nothing is on its way any more; false when it takes longer. */
  settled(withinMs: number): Promise<boolean>;
  stop(): Promise<void>;
  /** Also after it was stopped. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startClerk(webhookUrl: string, appUrl: string): Promise<Clerk> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "gatehouse-drill-clerk-"));
  const start = (port: number): Promise<LocalClerk> =>
    startLocalClerk({ port, dataDir, appUrl, webhookUrl, retryFactor, log: () => undefined });
  let clerk = await start(0);
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (!stopped) await clerk.close();
    stopped = true;
  };

  async function send(url: string, method: string, body?: object): Promise<Response> {
    return fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${clerk.secretKey}`,
        "content-type": "application/json",
        // A kept connection would not outlive a restart.
        connection: "close",
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }
  const local = async (method: string, at: string, body?: object): Promise<unknown> => {
    const response = await send(`${clerk.url}/local${at}`, method, body);
    if (!response.ok) throw new Error(`${method} /local${at}: ${await response.text()}`);
    return response.json();
  };
  const report = async (query: string) => Report.parse(await local("GET", `/deliveries?${query}`));

  return {
    env: () => clerkEnvironment(clerk, "direct"),
    webhookSecret: () => clerk.webhookSecret,
    url: () => clerk.url,
    async api(method, at, body) {
      const response = await send(`${clerk.url}/bapi/v1${at}`, method, body);
      if (response.status === 404) return null;
      if (!response.ok)
        throw new Error(`${method} ${at}: ${response.status} ${await response.text()}`);
      return z.record(z.string(), z.unknown()).parse(await response.json());
    },
    local,
    webhooks: (webhooks) => local("PATCH", "/settings", { webhooks }),
    backendApi: (backendApi) => local("PATCH", "/settings", { outages: { backendApi } }),
    newest: async () => (await report("limit=1")).deliveries[0]?.sequence ?? 0,
    async deliveriesSince(sequence) {
      const found: Delivery[] = [];
      for (let before = ""; ;) {
        const { deliveries } = await report(`limit=500${before}`);
        const newer = deliveries.filter((one) => one.sequence > sequence);
        found.push(...newer);
        const last = deliveries.at(-1);
        if (!last || newer.length < deliveries.length) return found;
        before = `&before=${last.sequence}`;
      }
    },
    delivery: async (id) => Detail.parse(await local("GET", `/deliveries/${id}`)),
    async settled(withinMs) {
      const until = Date.now() + withinMs;
      for (;;) {
        const { waiting, pending } = await report("limit=0");
        if (waiting === 0 && pending === 0) return true;
        if (Date.now() > until) return false;
        await sleep(20);
      }
    },
    stop,
    async restart() {
      await stop();
      clerk = await start(clerk.port);
      stopped = false;
    },
    async close() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
