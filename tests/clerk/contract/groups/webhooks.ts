import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const webhooks: Contract<"webhooks"> = {
  createSvixApp: missing(REASON, ({ api }) => api.webhooks.createSvixApp()),
  generateSvixAuthURL: missing(REASON, ({ api }) => api.webhooks.generateSvixAuthURL()),
  deleteSvixApp: missing(REASON, ({ api }) => api.webhooks.deleteSvixApp()),
};
