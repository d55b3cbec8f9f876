/* eslint-disable @typescript-eslint/no-deprecated -- what is still in the client has to answer */
import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const domains: Contract<"domains"> = {
  list: missing(REASON, ({ api }) => api.domains.list()),
  add: missing(REASON, ({ api }) =>
    api.domains.add({ name: "satellite.test", is_satellite: true }),
  ),
  update: missing(REASON, ({ api }) =>
    api.domains.update({ domainId: "dmn_x", name: "other.test" }),
  ),
  delete: missing(REASON, ({ api }) => api.domains.delete("dmn_x")),
  deleteDomain: missing(REASON, ({ api }) => api.domains.deleteDomain("dmn_x")),
};
