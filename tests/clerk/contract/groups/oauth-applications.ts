import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

function newApplication({ api, unique }: World) {
  const redirectUris = ["https://app.example.test/callback"];
  return api.oauthApplications.create({ name: unique("application "), redirectUris });
}

export async function newAccessToken(world: World, applicationId: string): Promise<string> {
  const { id: userId } = await world.newUser();
  const response = await fetch(`${world.clerk.url}/local/oauth_access_tokens`, {
    method: "POST",
    body: JSON.stringify({ applicationId, userId, scopes: ["email"] }),
  });
  const body: unknown = await response.json();
  return String(Reflect.get(Object(body) as object, "token")); // Guarantee: Object() makes one.
}

export const oauthApplications: Contract<"oauthApplications"> = {
  async list(world) {
    const { id, clientId } = await newApplication(world);
    const query = { nameQuery: clientId };
    const { data, totalCount } = await world.api.oauthApplications.list(query);
    expect([data.map((one) => one.id), totalCount]).toEqual([[id], 1]);
  },
  async get(world) {
    const { id, name } = await newApplication(world);
    expect((await world.api.oauthApplications.get(id)).name).toBe(name);
  },
  async create(world) {
    const application = await newApplication(world);
    expect([application.isPublic, typeof application.clientSecret]).toEqual([false, "string"]);
  },
  async update(world) {
    const { id: oauthApplicationId } = await newApplication(world);
    const change = { oauthApplicationId, name: "renamed", scopes: "email" };
    const changed = await world.api.oauthApplications.update(change);
    expect([changed.name, changed.scopes]).toEqual(["renamed", "email"]);
  },
  async delete(world) {
    const { id } = await newApplication(world);
    await world.api.oauthApplications.delete(id);
    expect(await refusal(world.api.oauthApplications.get(id))).toEqual([404, "resource_not_found"]);
  },
  async rotateSecret(world) {
    const { id, clientSecret } = await newApplication(world);
    const rotated = await world.api.oauthApplications.rotateSecret(id);
    expect(rotated.clientSecret).not.toBe(clientSecret);
  },
  async revokeToken(world) {
    const { id: oauthApplicationId } = await newApplication(world);
    const token = await newAccessToken(world, oauthApplicationId);
    await world.api.oauthApplications.revokeToken({ oauthApplicationId, token });
    const verify = world.api.idPOAuthAccessToken.verify(token);
    expect(await refusal(verify)).toEqual([404, "resource_not_found"]);
  },
};
