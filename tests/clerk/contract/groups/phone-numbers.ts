import { missing, type Contract } from "../contract.ts";

const REASON = "There are no phone numbers here.";

export const phoneNumbers: Contract<"phoneNumbers"> = {
  getPhoneNumber: missing(REASON, ({ api }) => api.phoneNumbers.getPhoneNumber("idn_x")),
  createPhoneNumber: missing(REASON, ({ api }) =>
    api.phoneNumbers.createPhoneNumber({ userId: "user_x", phoneNumber: "+15555550100" }),
  ),
  updatePhoneNumber: missing(REASON, ({ api }) => api.phoneNumbers.updatePhoneNumber("idn_x")),
  deletePhoneNumber: missing(REASON, ({ api }) => api.phoneNumbers.deletePhoneNumber("idn_x")),
};
