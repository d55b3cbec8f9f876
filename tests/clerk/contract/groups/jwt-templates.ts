import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const jwtTemplates: Contract<"jwtTemplates"> = {
  list: missing(REASON, ({ api }) => api.jwtTemplates.list()),
  get: missing(REASON, ({ api }) => api.jwtTemplates.get("jtmp_x")),
  create: missing(REASON, ({ api }) => api.jwtTemplates.create({ name: "x", claims: {} })),
  update: missing(REASON, ({ api }) =>
    api.jwtTemplates.update({ templateId: "jtmp_x", name: "x", claims: {} }),
  ),
  delete: missing(REASON, ({ api }) => api.jwtTemplates.delete("jtmp_x")),
};
