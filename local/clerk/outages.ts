import { setTimeout as sleep } from "node:timers/promises";
import type { Context, MiddlewareHandler } from "hono";
import { errorBody } from "./errors.ts";
import type { Env } from "./http.ts";
import type { Instance } from "./instance.ts";
import type { ApiOutage, OutageSettings } from "./settings/outages.ts";

const WINDOW_MS = 10_000;

/** Lets one of the APIs be slow, limited or broken, as the settings say. `/local` is ours and always works. */
export function outages(
  instance: Instance,
  api: keyof OutageSettings,
  prefix: string,
): MiddlewareHandler<Env> {
  const window = new Window();
  return async (c, next) => {
    const path = c.req.path.slice(prefix.length);
    const outage = instance.settings.outages[api];
    if (path.startsWith("/local/") || !path.startsWith(outage.path)) return next();
    if (outage.delayMs > 0) await sleep(outage.delayMs);
    const limit = outage.requestsPer10Seconds;
    if (limit !== null) {
      const waitMs = window.enter(limit, Date.now());
      if (waitMs > 0) return tooMany(c, Math.ceil(waitMs / 1000));
    }
    if (outage.condition === "up" || Math.random() >= outage.share) return next();
    countDown(instance, api, outage);
    return broken(c, outage);
  };
}

function broken(c: Context, outage: ApiOutage): Response {
  if (outage.condition === "rate_limited") return tooMany(c, outage.retryAfterSeconds);
  if (outage.condition === "down") return c.text("no healthy upstream", 503);
  return c.body('{"object":', 200, { "content-type": "application/json" });
}

function tooMany(c: Context, seconds: number): Response {
  const body = errorBody(
    "too_many_requests",
    "Too many requests",
    {},
    "Too many requests, retry later",
  );
  return c.json(body, 429, { "retry-after": String(seconds) });
}

function countDown(instance: Instance, api: keyof OutageSettings, outage: ApiOutage): void {
  if (outage.times === null) return;
  const left = outage.times - 1;
  const change = left > 0 ? { times: left } : { times: null, condition: "up" };
  instance.settings.change({ outages: { [api]: change } });
}

/** When the last requests came that were let in. */
class Window {
  private entered: number[] = [];

  /** Lets a request in and answers 0, or says how many milliseconds it is too early. */
  enter(limit: number, now: number): number {
    this.entered = this.entered.filter((at) => at > now - WINDOW_MS);
    const blocking = this.entered.at(-limit);
    if (blocking !== undefined) return blocking + WINDOW_MS - now;
    this.entered.push(now);
    return 0;
  }
}
