import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const redirectUrls: Contract<"redirectUrls"> = {
  getRedirectUrlList: missing(REASON, ({ api }) => api.redirectUrls.getRedirectUrlList()),
  getRedirectUrl: missing(REASON, ({ api }) => api.redirectUrls.getRedirectUrl("ru_x")),
  createRedirectUrl: missing(REASON, ({ api }) =>
    api.redirectUrls.createRedirectUrl({ url: "http://localhost:3000" }),
  ),
  deleteRedirectUrl: missing(REASON, ({ api }) => api.redirectUrls.deleteRedirectUrl("ru_x")),
};
