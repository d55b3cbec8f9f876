import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const instance: Contract<"instance"> = {
  get: missing(REASON, ({ api }) => api.instance.get()),
  update: missing(REASON, ({ api }) => api.instance.update({})),
  updateRestrictions: missing(REASON, ({ api }) => api.instance.updateRestrictions({})),
  getOrganizationSettings: missing(REASON, ({ api }) => api.instance.getOrganizationSettings()),
  updateOrganizationSettings: missing(REASON, ({ api }) =>
    api.instance.updateOrganizationSettings({}),
  ),
};
