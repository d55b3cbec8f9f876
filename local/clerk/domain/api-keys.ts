import { createHash } from "node:crypto";
import { formError, missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import { deriveSecret } from "../keys/derived-secrets.ts";
import type { ApiKey } from "../model/api-keys.ts";
import type { Metadata } from "../model/metadata.ts";

export interface NewApiKey {
  name: string;
  /** The id of a user or of an organization. */
  subject: string;
  description?: string | null;
  claims?: Metadata | null;
  scopes?: readonly string[];
  createdBy?: string | null;
  /** null: it never expires */
  secondsUntilExpiration?: number | null;
}

/** The secret is in this answer alone: only its hash is kept. */
export function createApiKey(call: Call, input: NewApiKey): { key: ApiKey; secret: string } {
  if (!input.name.trim()) throw missingParam("name");
  if (!call.store.users.get(input.subject) && !call.store.organizations.get(input.subject)) {
    const message = "The subject has to be a user or an organization.";
    throw formError("form_param_value_invalid", message, "subject");
  }
  const id = newId("ak");
  const secret = deriveSecret(call.keys, "ak", id);
  const now = call.clock.tick();
  const key = call.store.apiKeys.put({
    id,
    name: input.name.trim(),
    subject: input.subject,
    description: input.description || null,
    claims: input.claims ?? null,
    scopes: input.scopes ?? [],
    secretHash: hashSecret(secret),
    revoked: false,
    revocationReason: null,
    expiresAt: expiry(now, input.secondsUntilExpiration ?? null),
    createdBy: input.createdBy ?? null,
    lastUsedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  return { key, secret };
}

export function getApiKey(instance: Pick<Instance, "store">, id: string): ApiKey {
  const key = instance.store.apiKeys.get(id);
  if (!key) throw notFound("API key not found");
  return key;
}

/** The secret once more, for whoever has the instance's own. */
export function secretOf(instance: Pick<Instance, "keys">, key: ApiKey): string {
  const secret = deriveSecret(instance.keys, "ak", key.id);
  if (hashSecret(secret) !== key.secretHash) throw notFound("The secret is not known any more.");
  return secret;
}

/** Also one that is revoked or expired: whoever asks says so, or looks at `isUsable`. */
export function findApiKeyBySecret(
  instance: Pick<Instance, "store">,
  secret: string,
): ApiKey | undefined {
  const hash = hashSecret(secret);
  return instance.store.apiKeys.find((one) => one.secretHash === hash);
}

/** Newest first. */
export function apiKeysOf(instance: Pick<Instance, "store">, subject: string): ApiKey[] {
  return instance.store.apiKeys.filter((one) => one.subject === subject).reverse();
}

export function isExpired(instance: Pick<Instance, "clock">, key: ApiKey): boolean {
  return key.expiresAt !== null && key.expiresAt <= instance.clock.now();
}

export function isUsable(instance: Pick<Instance, "clock">, key: ApiKey): boolean {
  return !key.revoked && !isExpired(instance, key);
}

/** Remembers that a program signed in with it. That is no change of the key: `updatedAt` stays. */
export function markUsed(call: Call, key: ApiKey): ApiKey {
  return call.store.apiKeys.put({ ...key, lastUsedAt: call.clock.now() });
}

export function changeApiKey(
  call: Call,
  key: ApiKey,
  changes: {
    description?: string | null;
    claims?: Metadata | null;
    scopes?: readonly string[];
    secondsUntilExpiration?: number | null;
  },
): ApiKey {
  const now = call.clock.tick();
  const { secondsUntilExpiration, ...rest } = changes;
  const expiresAt =
    secondsUntilExpiration === undefined ? key.expiresAt : expiry(now, secondsUntilExpiration);
  return call.store.apiKeys.put({ ...key, ...rest, expiresAt, updatedAt: now });
}

export function revokeApiKey(call: Call, key: ApiKey, reason: string | null = null): ApiKey {
  if (key.revoked) return key;
  return call.store.apiKeys.put({
    ...key,
    revoked: true,
    revocationReason: reason,
    updatedAt: call.clock.tick(),
  });
}

export function deleteApiKeysOf(call: Call, subject: string): void {
  for (const key of apiKeysOf(call, subject)) call.store.apiKeys.delete(key.id);
}

function expiry(now: number, seconds: number | null): number | null {
  if (seconds === null) return null;
  if (!Number.isInteger(seconds) || seconds <= 0) {
    const message = "must be a whole number of seconds, and more than none";
    throw formError("form_param_value_invalid", message, "seconds_until_expiration");
  }
  return now + seconds * 1000;
}

/** A secret is long and random, so one round of a hash keeps it as well as a slow one would. */
function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
