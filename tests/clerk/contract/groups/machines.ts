import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

function newMachine({ api, unique }: World) {
  return api.machines.create({ name: unique("machine ") });
}

export const machines: Contract<"machines"> = {
  async get(world) {
    const { id, name } = await newMachine(world);
    expect((await world.api.machines.get(id)).name).toBe(name);
  },
  async list(world) {
    const { id, name } = await newMachine(world);
    const { data, totalCount } = await world.api.machines.list({ query: name });
    expect([data.map((one) => one.id), totalCount]).toEqual([[id], 1]);
  },
  async create(world) {
    const to = await newMachine(world);
    const input = { name: "scoped", scopedMachines: [to.id], defaultTokenTtl: 60 };
    const machine = await world.api.machines.create(input);
    expect(machine.scopedMachines.map((one) => one.id)).toEqual([to.id]);
    expect([machine.defaultTokenTtl, machine.secretKey?.slice(0, 3)]).toEqual([60, "ak_"]);
  },
  async update(world) {
    const { id: machineId } = await newMachine(world);
    const changed = await world.api.machines.update({ machineId, name: "renamed" });
    expect([changed.name, changed.defaultTokenTtl]).toEqual(["renamed", 3600]);
  },
  async delete(world) {
    const { id } = await newMachine(world);
    await world.api.machines.delete(id);
    expect(await refusal(world.api.machines.get(id))).toEqual([404, "resource_not_found"]);
  },
  async getSecretKey(world) {
    const { id, secretKey } = await newMachine(world);
    expect((await world.api.machines.getSecretKey(id)).secret).toBe(secretKey);
  },
  async rotateSecretKey(world) {
    const { id: machineId, secretKey } = await newMachine(world);
    const rotated = await world.api.machines.rotateSecretKey({ machineId, previousTokenTtl: 0 });
    expect(rotated.secret).not.toBe(secretKey);
  },
  async createScope(world) {
    const [from, to] = [await newMachine(world), await newMachine(world)];
    const scope = await world.api.machines.createScope(from.id, to.id);
    expect([scope.fromMachineId, scope.toMachineId]).toEqual([from.id, to.id]);
  },
  async deleteScope(world) {
    const [from, to] = [await newMachine(world), await newMachine(world)];
    await world.api.machines.createScope(from.id, to.id);
    await world.api.machines.deleteScope(from.id, to.id);
    expect((await world.api.machines.get(from.id)).scopedMachines).toEqual([]);
  },
};
