import { expect } from "vitest";
import type { Contract } from "../contract.ts";

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
  revokeSignInToken: async ({ api, newUser }) => {
    const { id: userId } = await newUser();
    const { id } = await api.signInTokens.createSignInToken({ userId, expiresInSeconds: 60 });
    expect((await api.signInTokens.revokeSignInToken(id)).status).toBe("revoked");
  },
};
