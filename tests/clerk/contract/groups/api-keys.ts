import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const apiKeys: Contract<"apiKeys"> = {
  list: missing(REASON, ({ api }) => api.apiKeys.list({ subject: "user_x" })),
  create: missing(REASON, ({ api }) => api.apiKeys.create({ name: "key", subject: "user_x" })),
  get: missing(REASON, ({ api }) => api.apiKeys.get("ak_x")),
  update: missing(REASON, ({ api }) => api.apiKeys.update({ apiKeyId: "ak_x", subject: "user_x" })),
  delete: missing(REASON, ({ api }) => api.apiKeys.delete("ak_x")),
  revoke: missing(REASON, ({ api }) => api.apiKeys.revoke({ apiKeyId: "ak_x" })),
  getSecret: missing(REASON, ({ api }) => api.apiKeys.getSecret("ak_x")),
  verify: missing(REASON, ({ api }) => api.apiKeys.verify("ak_x")),
};
