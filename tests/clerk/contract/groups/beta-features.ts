import { missing, type Contract } from "../contract.ts";

const REASON = "It moves a production instance to another domain; this is a development instance.";

export const betaFeatures: Contract<"betaFeatures"> = {
  changeDomain: missing(REASON, ({ api }) =>
    api.betaFeatures.changeDomain({ homeUrl: "https://example.test" }),
  ),
};
