import { expect } from "vitest";
import type { Contract } from "../contract.ts";

export const jwks: Contract<"jwks"> = {
  getJwks: async ({ api }) => {
    const { keys } = await api.jwks.getJwks();
    expect(keys?.[0]).toMatchObject({ use: "sig", kty: "RSA", alg: "RS256" });
  },
};
