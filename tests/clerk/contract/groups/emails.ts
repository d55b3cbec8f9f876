import { missing, type Contract } from "../contract.ts";

const REASON = "An internal endpoint of Clerk's, experimental in the SDK.";

export const emails: Contract<"emails"> = {
  create: missing(REASON, ({ api }) =>
    api.emails.create({
      to: { address: "a@example.test" },
      from: { address: "b@example.test" },
      subject: "s",
      text: "t",
    }),
  ),
  createBatch: missing(REASON, ({ api }) =>
    api.emails.createBatch([
      {
        to: { address: "a@example.test" },
        from: { address: "b@example.test" },
        subject: "s",
        text: "t",
      },
    ]),
  ),
  get: missing(REASON, ({ api }) => api.emails.get("ema_x")),
};
