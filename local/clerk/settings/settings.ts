import { z } from "zod";
import { ClerkError } from "../errors.ts";
import type { Setting } from "../model/settings.ts";
import { problemsOfRoles } from "../roles.ts";
import type { Collection } from "../store.ts";
import { InstanceSettings } from "./instance.ts";
import { OutageSettings } from "./outages.ts";
import { WebhookSettings } from "./webhooks.ts";

const sections = ["instance", "webhooks", "outages"] as const;

export const AllSettings = z.strictObject({
  instance: InstanceSettings.superRefine((settings, context) => {
    for (const problem of problemsOfRoles(settings))
      context.addIssue({ code: "custom", ...problem });
  }).prefault({}),
  webhooks: WebhookSettings.prefault({}),
  outages: OutageSettings.prefault({}),
});

export type AllSettings = z.output<typeof AllSettings>;

/**
 * What may be changed while the local Clerk runs: the dashboard's settings, and what goes wrong on purpose. Kept in the
 * store, so they outlive a restart; a reset forgets them.
 */
export class Settings {
  private readonly records: Collection<Setting>;
  private current: AllSettings | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(records: Collection<Setting>) {
    this.records = records;
  }

  get instance(): InstanceSettings {
    return this.all().instance;
  }

  get webhooks(): WebhookSettings {
    return this.all().webhooks;
  }

  get outages(): OutageSettings {
    return this.all().outages;
  }

  all(): AllSettings {
    this.current ??= AllSettings.parse(
      Object.fromEntries(sections.map((id) => [id, this.records.get(id)?.value ?? {}])),
    );
    return this.current;
  }

  /**
   * What the settings would be with this patch.
   * @throws ClerkError 422 that names the first wrong field
   */
  preview(patch: unknown): AllSettings {
    const parsed = AllSettings.safeParse(merge(this.all(), patch));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const param = issue?.path.join(".") || "settings";
      const message = `${param}: ${issue?.message ?? "is invalid"}`;
      throw new ClerkError(422, "setting_invalid", message, { param_name: param });
    }
    return parsed.data;
  }

  /**
   * Changes what the patch names, at any depth, and leaves the rest.
   * @throws ClerkError 422 that names the first wrong field; nothing is then changed.
   */
  change(patch: unknown): AllSettings {
    const changed = this.preview(patch);
    for (const id of sections) {
      this.records.put({ id, value: changed[id] });
    }
    this.current = changed;
    for (const tell of this.listeners) tell();
    return changed;
  }

  /** After the store was cleared or replaced: what was read before is no longer true. */
  reload(): void {
    this.current = null;
    for (const tell of this.listeners) tell();
  }

  /** Calls back after every change. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
}

function merge(old: unknown, patch: unknown): unknown {
  if (!isRecord(old) || !isRecord(patch)) return patch;
  const merged: Record<string, unknown> = { ...old };
  for (const [key, value] of Object.entries(patch)) merged[key] = merge(old[key], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
