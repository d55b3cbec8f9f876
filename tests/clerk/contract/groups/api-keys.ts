import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

async function newKey({ api, newUser, unique }: World) {
  return api.apiKeys.create({ name: unique("key "), subject: (await newUser()).id });
}

export const apiKeys: Contract<"apiKeys"> = {
  async list(world) {
    const { id, subject } = await newKey(world);
    const { data, totalCount } = await world.api.apiKeys.list({ subject });
    expect([data.map((one) => one.id), totalCount]).toEqual([[id], 1]);
  },
  async create(world) {
    expect((await newKey(world)).secret).toMatch(/^ak_/);
  },
  async get(world) {
    const { id, name } = await newKey(world);
    expect((await world.api.apiKeys.get(id)).name).toBe(name);
  },
  async update(world) {
    const { id, subject } = await newKey(world);
    const change = { apiKeyId: id, subject, scopes: ["read"], secondsUntilExpiration: 60 };
    const changed = await world.api.apiKeys.update(change);
    expect([changed.scopes, changed.expired]).toEqual([["read"], false]);
  },
  async delete(world) {
    const { id } = await newKey(world);
    await world.api.apiKeys.delete(id);
    expect(await refusal(world.api.apiKeys.get(id))).toEqual([404, "resource_not_found"]);
  },
  async revoke(world) {
    const { id } = await newKey(world);
    expect((await world.api.apiKeys.revoke({ apiKeyId: id })).revoked).toBe(true);
  },
  async getSecret(world) {
    const { id, secret } = await newKey(world);
    expect((await world.api.apiKeys.getSecret(id)).secret).toBe(secret);
  },
  async verify(world) {
    const { id, secret } = await newKey(world);
    expect((await world.api.apiKeys.verify(secret ?? "")).id).toBe(id);
  },
};
