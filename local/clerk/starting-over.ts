import { dropExpired } from "./domain/expiry.ts";
import { prepareFirstStart } from "./domain/first-start.ts";
import { formError } from "./errors.ts";
import type { Instance } from "./instance.ts";
import type { JournalEntry } from "./journal.ts";
import { AllSettings } from "./settings/settings.ts";
import type { Snapshot } from "./snapshots.ts";

/** Forgets everybody, the settings and what was on its way. Keys and snapshots stay. */
export async function reset(instance: Instance): Promise<void> {
  instance.store.clear();
  readAgain(instance);
  await prepareFirstStart(instance);
}

export function saveSnapshot(instance: Instance, name: string): Snapshot {
  return instance.snapshots.save(name, instance.store.entries(), instance.clock.now());
}

/**
 * Puts a snapshot in the place of everything, settings too. Webhooks that waited in it are on their way again.
 * @returns how many records there are now
 */
export function restoreSnapshot(instance: Instance, name: string): number {
  // Read as a whole before anything is touched: a damaged file changes nothing.
  const entries = instance.snapshots.load(name);
  checkSettings(entries);
  instance.store.replace(entries);
  dropExpired(instance);
  readAgain(instance);
  return instance.store.entries().length;
}

/** Settings may have been given other names and limits since the snapshot was saved. */
function checkSettings(entries: readonly JournalEntry[]): void {
  const settings = entries.filter(
    ({ table, id }) => table === "settings" && Object.hasOwn(AllSettings.shape, id),
  );
  const sections = settings.map(({ id, value }) => [id, settingOf(value)]);
  const parsed = AllSettings.safeParse(Object.fromEntries(sections));
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const message = `The snapshot's settings are not those of today: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
  throw formError("snapshot_outdated", message, "name");
}

function settingOf(record: unknown): unknown {
  return typeof record === "object" && record !== null && "value" in record ? record.value : {};
}

function readAgain(instance: Instance): void {
  instance.settings.reload();
  instance.webhooks.reload();
}
