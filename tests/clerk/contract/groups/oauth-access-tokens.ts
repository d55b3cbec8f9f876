import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const idPOAuthAccessToken: Contract<"idPOAuthAccessToken"> = {
  verify: missing(REASON, ({ api }) => api.idPOAuthAccessToken.verify("oat_x")),
};
