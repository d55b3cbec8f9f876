import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const oauthApplications: Contract<"oauthApplications"> = {
  list: missing(REASON, ({ api }) => api.oauthApplications.list()),
  get: missing(REASON, ({ api }) => api.oauthApplications.get("oa_x")),
  create: missing(REASON, ({ api }) =>
    api.oauthApplications.create({ name: "x", redirectUris: [] }),
  ),
  update: missing(REASON, ({ api }) =>
    api.oauthApplications.update({ oauthApplicationId: "oa_x", name: "x" }),
  ),
  delete: missing(REASON, ({ api }) => api.oauthApplications.delete("oa_x")),
  rotateSecret: missing(REASON, ({ api }) => api.oauthApplications.rotateSecret("oa_x")),
  revokeToken: missing(REASON, ({ api }) =>
    api.oauthApplications.revokeToken({ oauthApplicationId: "oa_x", token: "oat_x" }),
  ),
};
