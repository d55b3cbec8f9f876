import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const blocklistIdentifiers: Contract<"blocklistIdentifiers"> = {
  getBlocklistIdentifierList: missing(REASON, ({ api }) =>
    api.blocklistIdentifiers.getBlocklistIdentifierList(),
  ),
  createBlocklistIdentifier: missing(REASON, ({ api }) =>
    api.blocklistIdentifiers.createBlocklistIdentifier({ identifier: "a@example.test" }),
  ),
  deleteBlocklistIdentifier: missing(REASON, ({ api }) =>
    api.blocklistIdentifiers.deleteBlocklistIdentifier("blid_x"),
  ),
};
