import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const allowlistIdentifiers: Contract<"allowlistIdentifiers"> = {
  getAllowlistIdentifierList: missing(REASON, ({ api }) =>
    api.allowlistIdentifiers.getAllowlistIdentifierList(),
  ),
  createAllowlistIdentifier: missing(REASON, ({ api }) =>
    api.allowlistIdentifiers.createAllowlistIdentifier({
      identifier: "a@example.test",
      notify: false,
    }),
  ),
  deleteAllowlistIdentifier: missing(REASON, ({ api }) =>
    api.allowlistIdentifiers.deleteAllowlistIdentifier("alid_x"),
  ),
};
