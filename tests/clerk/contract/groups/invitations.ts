import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const invitations: Contract<"invitations"> = {
  getInvitationList: missing(REASON, ({ api }) => api.invitations.getInvitationList()),
  createInvitation: missing(REASON, ({ api }) =>
    api.invitations.createInvitation({ emailAddress: "a@example.test" }),
  ),
  createInvitationBulk: missing(REASON, ({ api }) =>
    api.invitations.createInvitationBulk([{ emailAddress: "a@example.test" }]),
  ),
  revokeInvitation: missing(REASON, ({ api }) => api.invitations.revokeInvitation("inv_x")),
  deleteInvitation: missing(REASON, ({ api }) => api.invitations.deleteInvitation("inv_x")),
};
