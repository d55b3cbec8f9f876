import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

async function newToken({ api, unique }: World) {
  const { secretKey } = await api.machines.create({ name: unique("machine ") });
  return api.m2m.createToken({ machineSecretKey: secretKey ?? "", claims: { a: 1 } });
}

export const m2m: Contract<"m2m"> = {
  async list(world) {
    const { id, subject } = await newToken(world);
    const { data, totalCount } = await world.api.m2m.list({ subject });
    expect([data.map((one) => one.id), totalCount]).toEqual([[id], 1]);
  },
  async createToken(world) {
    const token = await newToken(world);
    expect([token.token?.slice(0, 3), token.expired]).toEqual(["mt_", false]);
  },
  async revokeToken(world) {
    const { id, token } = await newToken(world);
    const revoke = { m2mTokenId: id, revocationReason: "lost" };
    expect((await world.api.m2m.revokeToken(revoke)).revocationReason).toBe("lost");
    const verify = world.api.m2m.verify({ token: token ?? "" });
    expect(await refusal(verify)).toEqual([404, "resource_not_found"]);
  },
  async verify(world) {
    const { id, token } = await newToken(world);
    const verified = await world.api.m2m.verify({ token: token ?? "" });
    expect([verified.id, verified.claims]).toEqual([id, { a: 1 }]);
  },
};
