import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const m2m: Contract<"m2m"> = {
  list: missing(REASON, ({ api }) => api.m2m.list({ subject: "mch_x" })),
  createToken: missing(REASON, ({ api }) => api.m2m.createToken()),
  revokeToken: missing(REASON, ({ api }) => api.m2m.revokeToken({ m2mTokenId: "mt_x" })),
  verify: missing(REASON, ({ api }) => api.m2m.verify({ token: "mt_x" })),
};
