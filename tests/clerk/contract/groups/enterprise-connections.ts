import { missing, type Contract } from "../contract.ts";

const REASON = "There is no single sign-on here.";

export const enterpriseConnections: Contract<"enterpriseConnections"> = {
  createEnterpriseConnection: missing(REASON, ({ api }) =>
    api.enterpriseConnections.createEnterpriseConnection({
      name: "x",
      provider: "saml_custom",
      domains: ["example.test"],
    }),
  ),
  updateEnterpriseConnection: missing(REASON, ({ api }) =>
    api.enterpriseConnections.updateEnterpriseConnection("entc_x", {}),
  ),
  getEnterpriseConnectionList: missing(REASON, ({ api }) =>
    api.enterpriseConnections.getEnterpriseConnectionList(),
  ),
  getEnterpriseConnection: missing(REASON, ({ api }) =>
    api.enterpriseConnections.getEnterpriseConnection("entc_x"),
  ),
  deleteEnterpriseConnection: missing(REASON, ({ api }) =>
    api.enterpriseConnections.deleteEnterpriseConnection("entc_x"),
  ),
};
