import { missing, type Contract } from "../contract.ts";

const REASON = "There is no billing here.";

export const billing: Contract<"billing"> = {
  getPlanList: missing(REASON, ({ api }) => api.billing.getPlanList()),
  cancelSubscriptionItem: missing(REASON, ({ api }) => api.billing.cancelSubscriptionItem("si_x")),
  extendSubscriptionItemFreeTrial: missing(REASON, ({ api }) =>
    api.billing.extendSubscriptionItemFreeTrial("si_x", { extendTo: new Date() }),
  ),
  getOrganizationBillingSubscription: missing(REASON, ({ api }) =>
    api.billing.getOrganizationBillingSubscription("org_x"),
  ),
  getUserBillingSubscription: missing(REASON, ({ api }) =>
    api.billing.getUserBillingSubscription("user_x"),
  ),
};
