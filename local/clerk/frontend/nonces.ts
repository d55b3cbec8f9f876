import { newSecret } from "../ids.ts";
import type { Instance } from "../instance.ts";

const LIFETIME_MS = 60_000;

interface Pending {
  directives: readonly string[];
  expiresAt: number;
}

/**
 * Handshakes waiting to be fetched. In memory only, and by instance (its keys are one object as long as it runs): a
 * handshake lasts milliseconds, and one lost to a restart is simply done again.
 */
const pending = new WeakMap<Instance["keys"], Map<string, Pending>>();

export function keepHandshake(instance: Instance, directives: readonly string[]): string {
  const now = instance.clock.now();
  const known = pending.get(instance.keys) ?? new Map<string, Pending>();
  pending.set(instance.keys, known);
  for (const [nonce, one] of known) if (one.expiresAt < now) known.delete(nonce);
  const nonce = newSecret("nonce");
  known.set(nonce, { directives, expiresAt: now + LIFETIME_MS });
  return nonce;
}

/** Once only. */
export function takeHandshake(instance: Instance, nonce: string): readonly string[] | null {
  const known = pending.get(instance.keys);
  const found = known?.get(nonce);
  known?.delete(nonce);
  return found && found.expiresAt >= instance.clock.now() ? found.directives : null;
}
