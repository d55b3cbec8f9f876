import { expect } from "vitest";
import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const signInTokens: Contract<"signInTokens"> = {
  createSignInToken: async ({ api, newUser }) => {
    const user = await newUser();
    const token = await api.signInTokens.createSignInToken({
      userId: user.id,
      expiresInSeconds: 60,
    });
    expect([token.userId, token.status]).toEqual([user.id, "pending"]);
    expect(new URL(token.url).searchParams.get("ticket")).toBe(token.token);
  },
  revokeSignInToken: missing(REASON, ({ api }) => api.signInTokens.revokeSignInToken("sit_x")),
};
