import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const proxyChecks: Contract<"proxyChecks"> = {
  verify: missing(REASON, ({ api }) =>
    api.proxyChecks.verify({ domainId: "dmn_x", proxyUrl: "http://localhost:3000/__clerk" }),
  ),
};
