import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const actorTokens: Contract<"actorTokens"> = {
  create: missing(REASON, ({ api }) =>
    api.actorTokens.create({ userId: "user_x", actor: { sub: "user_y" }, expiresInSeconds: 60 }),
  ),
  revoke: missing(REASON, ({ api }) => api.actorTokens.revoke("act_x")),
};
