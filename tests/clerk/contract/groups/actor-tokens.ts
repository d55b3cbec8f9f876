import { expect } from "vitest";
import type { Contract } from "../contract.ts";

export const actorTokens: Contract<"actorTokens"> = {
  async create({ api, newUser }) {
    const [user, actor] = [await newUser(), { sub: (await newUser()).id }];
    const token = await api.actorTokens.create({ userId: user.id, actor, expiresInSeconds: 60 });
    expect(token).toMatchObject({ userId: user.id, actor, status: "pending" });
    expect(new URL(token.url ?? "").searchParams.get("ticket")).toBe(token.token);
  },
  async revoke({ api, newUser }) {
    const user = await newUser();
    const token = await api.actorTokens.create({ userId: user.id, actor: { sub: user.id } });
    expect((await api.actorTokens.revoke(token.id)).status).toBe("revoked");
  },
};
