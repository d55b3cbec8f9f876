import { isM2mTokenExpired } from "../domain/m2m-tokens.ts";
import type { Instance } from "../instance.ts";
import type { M2mToken, Machine } from "../model/machines.ts";

type View = Pick<Instance, "store" | "keys">;

function machineFields({ keys }: View, machine: Machine) {
  return {
    object: "machine",
    id: machine.id,
    name: machine.name,
    instance_id: keys.instanceId,
    default_token_ttl: machine.defaultTokenTtl,
    created_at: machine.createdAt,
    updated_at: machine.updatedAt,
  };
}

/** The secret key is there only in the answer to its creation. */
export function machineJson(view: View, machine: Machine, secretKey?: string) {
  const scoped = machine.scopes.flatMap((id) => view.store.machines.get(id) ?? []);
  return {
    ...machineFields(view, machine),
    scoped_machines: scoped.map((one) => machineFields(view, one)),
    ...(secretKey === undefined ? {} : { secret_key: secretKey }),
  };
}

/** The token itself is there only in the answer to its creation. */
export function m2mTokenJson(view: Pick<Instance, "clock">, token: M2mToken, secret?: string) {
  return {
    object: "machine_to_machine_token",
    id: token.id,
    subject: token.machineId,
    scopes: [...token.scopes],
    claims: token.claims,
    revoked: token.revoked,
    revocation_reason: token.revocationReason,
    expired: isM2mTokenExpired(view, token),
    expiration: token.expiresAt,
    last_used_at: token.lastUsedAt,
    created_at: token.createdAt,
    updated_at: token.updatedAt,
    ...(secret === undefined ? {} : { token: secret }),
  };
}
