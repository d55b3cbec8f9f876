import {
  getInvitation,
  invitationStatus,
  invite,
  inviteAll,
  revokeInvitation,
} from "../domain/invitations.ts";
import { missingParam } from "../errors.ts";
import { type Form, readForm } from "../forms.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { User } from "../model/users.ts";
import { filterBy, paginate } from "../pages.ts";
import { defaultRole } from "../roles.ts";
import { invitationJson } from "../serialize/organization.ts";
import { requireMember } from "./access.ts";
import { answer, answerOnly } from "./respond.ts";

const MANAGE = "org:sys_memberships:manage";

export function addInvitationRoutes(app: App): void {
  app.get("/v1/organizations/:org/invitations", (c) => {
    const call = c.get("call");
    const { organization } = requireMember(c, MANAGE);
    const all = call.store.invitations.filter((one) => one.organizationId === organization.id);
    const invitations = filterBy(c, ["status"], all, (one) =>
      invitationStatus(call, one),
    ).reverse();
    return answerOnly(
      c,
      paginate(c, invitations, (one) => invitationJson(call, one)),
    );
  });

  app.post("/v1/organizations/:org/invitations", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, organization, user } = requireMember(c, MANAGE);
    const [invitation] = invitationsIn(call, form, user);
    if (!invitation) throw missingParam("email_address");
    return answer(c, invitationJson(call, invite(call, organization, invitation)), client);
  });

  app.post("/v1/organizations/:org/invitations/bulk", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, organization, user } = requireMember(c, MANAGE);
    const wanted = invitationsIn(call, form, user);
    const invitations = inviteAll(call, organization, wanted);
    return answer(
      c,
      invitations.map((one) => invitationJson(call, one)),
      client,
    );
  });

  app.post("/v1/organizations/:org/invitations/:id/revoke", (c) => {
    const call = c.get("call");
    const { client, organization } = requireMember(c, MANAGE);
    const invitation = getInvitation(call, organization.id, c.req.param("id"));
    return answer(c, invitationJson(call, revokeInvitation(call, invitation)), client);
  });
}

function invitationsIn(call: Call, form: Form, inviter: User) {
  return form.all("email_address").map((emailAddress) => ({
    emailAddress,
    role: form.get("role") ?? defaultRole(call),
    inviterUserId: inviter.id,
  }));
}
