import type { ApiKeyJSON } from "@clerk/shared/types";
import { isExpired } from "../domain/api-keys.ts";
import type { Instance } from "../instance.ts";
import type { ApiKey } from "../model/api-keys.ts";

/** The same on both APIs. The secret is there only in the answer to its creation. */
export function apiKeyJson(instance: Pick<Instance, "clock">, key: ApiKey, secret?: string) {
  return {
    object: "api_key" as const,
    id: key.id,
    type: "api_key",
    name: key.name,
    subject: key.subject,
    description: key.description,
    claims: key.claims,
    scopes: [...key.scopes],
    revoked: key.revoked,
    revocation_reason: key.revocationReason,
    expired: isExpired(instance, key),
    expiration: key.expiresAt,
    created_by: key.createdBy,
    last_used_at: key.lastUsedAt,
    created_at: key.createdAt,
    updated_at: key.updatedAt,
    ...(secret === undefined ? {} : { secret }),
  } satisfies ApiKeyJSON;
}
