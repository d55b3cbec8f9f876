import { invalidParam, missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import { deriveSecret, isSameSecret } from "../keys/derived-secrets.ts";
import type { Machine } from "../model/machines.ts";

const MAX_SCOPES = 150;

export function createMachine(
  call: Call,
  input: { name: string; scopes: readonly string[]; defaultTokenTtl: number },
): Machine {
  if (!input.name.trim()) throw missingParam("name");
  const scopes = [...new Set(input.scopes)];
  for (const id of scopes) getMachine(call, id);
  checkScopes(scopes);
  const now = call.clock.tick();
  return call.store.machines.put({
    id: newId("mch"),
    name: input.name.trim(),
    defaultTokenTtl: input.defaultTokenTtl,
    scopes,
    secretVersion: 1,
    previousSecretUntil: 0,
    createdAt: now,
    updatedAt: now,
  });
}

export function getMachine(instance: Pick<Instance, "store">, id: string): Machine {
  const machine = instance.store.machines.get(id);
  if (!machine) throw notFound(`No machine was found with id ${id}`);
  return machine;
}

export function changeMachine(
  call: Call,
  machine: Machine,
  changes: Partial<Omit<Machine, "id" | "createdAt" | "updatedAt">>,
): Machine {
  if (changes.name?.trim() === "") throw missingParam("name");
  return call.store.machines.put({ ...machine, ...changes, updatedAt: call.clock.tick() });
}

/** With its tokens, and with the ways of others to it. */
export function deleteMachine(call: Call, machine: Machine): void {
  const { machines, m2mTokens } = call.store;
  for (const one of m2mTokens.values()) if (one.machineId === machine.id) m2mTokens.delete(one.id);
  for (const one of machines.filter((other) => other.scopes.includes(machine.id))) {
    changeMachine(call, one, { scopes: one.scopes.filter((id) => id !== machine.id) });
  }
  machines.delete(machine.id);
}

export function addScope(call: Call, machine: Machine, toId: string): Machine {
  const { id } = getMachine(call, toId);
  if (id === machine.id) throw invalidParam("to_machine_id", "must be another machine");
  const scopes = [...new Set([...machine.scopes, id])];
  checkScopes(scopes);
  return changeMachine(call, machine, { scopes });
}

export function removeScope(call: Call, machine: Machine, toId: string): Machine {
  if (!machine.scopes.includes(toId)) throw notFound("Machine scope not found");
  return changeMachine(call, machine, { scopes: machine.scopes.filter((id) => id !== toId) });
}

function checkScopes(scopes: readonly string[]): void {
  if (scopes.length <= MAX_SCOPES) return;
  throw invalidParam("scoped_machines", `should not exceed ${MAX_SCOPES} items.`);
}

export function secretKeyOf(instance: Pick<Instance, "keys">, machine: Machine): string {
  return secretOfVersion(instance, machine, machine.secretVersion);
}

function secretOfVersion({ keys }: Pick<Instance, "keys">, machine: Machine, version: number) {
  return deriveSecret(keys, "ak", `${machine.id} ${version}`);
}

/** The old key stays good for the given time. */
export function rotateSecretKey(call: Call, machine: Machine, previousSeconds: number): Machine {
  return changeMachine(call, machine, {
    secretVersion: machine.secretVersion + 1,
    previousSecretUntil: call.clock.now() + previousSeconds * 1000,
  });
}

/** Whose secret key this is, or was until a moment ago. */
export function findMachineBySecret(instance: Instance, secret: string): Machine | undefined {
  const now = instance.clock.now();
  return instance.store.machines.find((machine) => {
    if (isSameSecret(secret, secretKeyOf(instance, machine))) return true;
    if (machine.previousSecretUntil <= now) return false;
    return isSameSecret(secret, secretOfVersion(instance, machine, machine.secretVersion - 1));
  });
}
