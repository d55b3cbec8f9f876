/* eslint-disable @typescript-eslint/no-deprecated -- what is still in the client has to answer */
import { missing, type Contract } from "../contract.ts";

const REASON = "There is no single sign-on here.";

export const samlConnections: Contract<"samlConnections"> = {
  getSamlConnectionList: missing(REASON, ({ api }) => api.samlConnections.getSamlConnectionList()),
  createSamlConnection: missing(REASON, ({ api }) =>
    api.samlConnections.createSamlConnection({
      name: "x",
      provider: "saml_custom",
      domain: "example.test",
    }),
  ),
  getSamlConnection: missing(REASON, ({ api }) => api.samlConnections.getSamlConnection("samlc_x")),
  updateSamlConnection: missing(REASON, ({ api }) =>
    api.samlConnections.updateSamlConnection("samlc_x", {}),
  ),
  deleteSamlConnection: missing(REASON, ({ api }) =>
    api.samlConnections.deleteSamlConnection("samlc_x"),
  ),
};
