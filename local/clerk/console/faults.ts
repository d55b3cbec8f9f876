import type { Instance } from "../instance.ts";
import { AllSettings } from "../settings/settings.ts";

export interface Change {
  /** Where in the settings, such as `outages.backendApi.condition`. */
  path: string;
  value: unknown;
}

/** The settings that only matter when something is to go wrong. */
function breakable({ outages, webhooks }: AllSettings) {
  // By itself the seed breaks nothing: it says which messages chance strikes.
  const { seed: _seed, ...chaos } = webhooks.chaos;
  return { outages, webhooks: { paused: webhooks.paused, chaos } };
}

/** What goes wrong on purpose at this moment: everything breakable that is not as it is by default. */
export function faultsOf(instance: Pick<Instance, "settings">): Change[] {
  return differences(breakable(AllSettings.parse({})), breakable(instance.settings.all()), "");
}

export function turnFaultsOff(instance: Pick<Instance, "settings">): void {
  instance.settings.change(breakable(AllSettings.parse({})));
}

function differences(normal: unknown, now: unknown, path: string): Change[] {
  if (isRecord(normal) && isRecord(now)) {
    return Object.keys(now).flatMap((key) =>
      differences(normal[key], now[key], path ? `${path}.${key}` : key),
    );
  }
  return JSON.stringify(normal) === JSON.stringify(now) ? [] : [{ path, value: now }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
