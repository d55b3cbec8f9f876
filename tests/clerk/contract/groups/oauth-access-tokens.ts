import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { newAccessToken } from "./oauth-applications.ts";

export const idPOAuthAccessToken: Contract<"idPOAuthAccessToken"> = {
  async verify(world) {
    const { id, clientId } = await world.api.oauthApplications.create({ name: "verified" });
    const token = await newAccessToken(world, id);
    const verified = await world.api.idPOAuthAccessToken.verify(token);
    expect(verified).toMatchObject({ clientId, scopes: ["email"], revoked: false });
  },
};
