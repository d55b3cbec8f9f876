import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const waitlistEntries: Contract<"waitlistEntries"> = {
  list: missing(REASON, ({ api }) => api.waitlistEntries.list()),
  create: missing(REASON, ({ api }) =>
    api.waitlistEntries.create({ emailAddress: "a@example.test" }),
  ),
  createBulk: missing(REASON, ({ api }) =>
    api.waitlistEntries.createBulk([{ emailAddress: "a@example.test" }]),
  ),
  invite: missing(REASON, ({ api }) => api.waitlistEntries.invite("wlt_x")),
  reject: missing(REASON, ({ api }) => api.waitlistEntries.reject("wlt_x")),
  delete: missing(REASON, ({ api }) => api.waitlistEntries.delete("wlt_x")),
};
