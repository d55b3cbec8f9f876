import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const emailAddresses: Contract<"emailAddresses"> = {
  getEmailAddress: missing(REASON, ({ api }) => api.emailAddresses.getEmailAddress("idn_x")),
  createEmailAddress: missing(REASON, ({ api }) =>
    api.emailAddresses.createEmailAddress({ userId: "user_x", emailAddress: "a@example.test" }),
  ),
  updateEmailAddress: missing(REASON, ({ api }) => api.emailAddresses.updateEmailAddress("idn_x")),
  deleteEmailAddress: missing(REASON, ({ api }) => api.emailAddresses.deleteEmailAddress("idn_x")),
};
